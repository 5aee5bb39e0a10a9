import type { EngineModelView } from "#contract/engine.ts";

type State = EngineModelView["state"];

export const stateTones: Record<State, string> = {
  ready: "bg-accent",
  loading: "border-2 border-accent motion-safe:animate-pulse",
  asleep: "border-2 border-edge",
  unloaded: "border-2 border-edge",
  unreachable: "bg-warn",
  failed: "bg-danger",
};

const stateNames: Record<State, string> = {
  ready: "Loaded",
  loading: "Loading",
  asleep: "Asleep",
  unloaded: "Not loaded",
  unreachable: "Does not answer",
  failed: "Could not be loaded",
};

export function describeState({ state, progress, keep }: EngineModelView): string {
  if (state === "loading" && progress !== null)
    return `${stateNames.loading}, ${Math.round(progress * 100)} %`;
  return state === "ready" && keep ? "Loaded, and kept" : stateNames[state];
}

/** What happens to it when nobody asks for anything; null where that is not ours to say. */
export function describeIdle({ keep, idle_seconds: seconds }: EngineModelView): string | null {
  if (keep === null) return null;
  if (keep || !seconds) return "Stays loaded";
  return `Unloaded after ${formatWindow(seconds)}`;
}

/** "5 min", "1 hour"; infinity is never. */
export function formatWindow(seconds: number): string {
  if (seconds === Number.POSITIVE_INFINITY) return "never";
  const minutes = seconds / 60;
  if (minutes < 60) return `${Number(minutes.toFixed(1))} min`;
  const hours = Number((minutes / 60).toFixed(1));
  return `${hours} ${hours === 1 ? "hour" : "hours"}`;
}

/** "98 MB", "7.2 GB". */
export function formatBytes(bytes: number | null): string | null {
  if (bytes === null) return null;
  const megabytes = bytes / 1e6;
  if (megabytes >= 1_000) return `${(megabytes / 1_000).toFixed(1)} GB`;
  return megabytes < 9.95 ? `${megabytes.toFixed(1)} MB` : `${Math.round(megabytes)} MB`;
}
