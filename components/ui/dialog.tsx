import { type ReactNode, useEffect, useId, useRef } from "react";
import { Icon } from "./icon.tsx";

type DialogProps = {
  title: string;
  /** For more than a question. */
  isWide?: boolean;
  onClose: () => void;
  children: ReactNode;
};

/** Something over the page, open for as long as it is rendered. */
export function Dialog({ title, isWide = false, onClose, children }: DialogProps) {
  const dialogRef = useRef<HTMLDialogElement>(null);
  const titleId = useId();

  useEffect(() => dialogRef.current?.showModal(), []);

  return (
    <dialog
      ref={dialogRef}
      aria-labelledby={titleId}
      onClose={onClose}
      className={`m-auto max-h-[calc(100dvh-2rem)] rounded-2xl border border-line bg-paper p-0 text-ink backdrop:bg-black/50 ${isWide ? "w-[min(44rem,calc(100vw-2rem))]" : "w-[min(34rem,calc(100vw-2rem))]"}`}
    >
      <header className="sticky top-0 z-10 flex items-center justify-between gap-4 border-b border-line bg-paper px-5 py-3">
        <h2 id={titleId} className="text-lg font-medium">
          {title}
        </h2>
        <form method="dialog">
          <button type="submit" className="button button-quiet" aria-label="Close">
            <Icon name="cross" />
          </button>
        </form>
      </header>
      <div className="p-5">{children}</div>
    </dialog>
  );
}
