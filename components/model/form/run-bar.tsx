import { useSyncExternalStore } from "react";
import { Icon } from "#components/ui/icon.tsx";

export type RunState = "idle" | "starting" | "running" | "cancelling";

type RunBarProps = {
  state: RunState;
  canUndo: boolean;
  onStop: () => void;
  onReset: () => void;
  onUndo: () => void;
};

export function RunBar({ state, canUndo, onStop, onReset, onUndo }: RunBarProps) {
  const enter = useSyncExternalStore(subscribeToNothing, readShortcut, () => "Ctrl ↵");
  const isRunning = state === "running" || state === "cancelling";
  return (
    <div className="flex flex-wrap items-center gap-2">
      {/* One element for Run and Stop, so that the keyboard stays where it is. */}
      <button
        type={isRunning ? "button" : "submit"}
        // The second click of a double click on Run is not a wish to stop.
        onClick={(event) => isRunning && event.detail < 2 && onStop()}
        aria-disabled={state === "starting" || state === "cancelling" || undefined}
        aria-keyshortcuts={isRunning ? "Escape" : "Control+Enter Meta+Enter"}
        className="button button-primary min-w-36 flex-1 px-5 sm:min-h-11 sm:flex-none"
      >
        <Icon name={isRunning ? "stop" : "run"} />
        {titles[state]}
        <span className="needs-script">
          <kbd className="hidden font-sans text-[0.8125rem] font-normal opacity-85 sm:pointer-fine:inline">
            {isRunning ? "Esc" : enter}
          </kbd>
        </span>
      </button>
      <button
        type="button"
        className="button button-quiet needs-script sm:min-h-11"
        onClick={canUndo ? onUndo : onReset}
      >
        {canUndo && <Icon name="undo" />}
        {canUndo ? "Undo" : "Reset to the example"}
      </button>
    </div>
  );
}

const titles: Record<RunState, string> = {
  idle: "Run",
  starting: "Run",
  running: "Stop",
  cancelling: "Stopping",
};

const subscribeToNothing = () => () => undefined;

const readShortcut = (): string => (/Mac|iP/.test(navigator.platform) ? "⌘ ↵" : "Ctrl ↵");
