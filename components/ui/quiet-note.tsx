import type { ReactNode } from "react";

/** Says that something was done on the page before. */
export function QuietNote({ children }: { children: ReactNode }) {
  return (
    <p role="status" className="mb-6 rounded-lg bg-accent-soft px-4 py-3 text-sm">
      {children}
    </p>
  );
}
