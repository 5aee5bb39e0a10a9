import type { ReactNode } from "react";

type ScrollRegionProps = {
  /** What it holds, read out to whoever comes to it by keyboard. */
  label?: string;
  /** Id of a heading that says it already. */
  labelledBy?: string;
  className: string;
  children: ReactNode;
};

/** A part of a page that scrolls by itself, by keyboard too. */
export function ScrollRegion({ label, labelledBy, className, children }: ScrollRegionProps) {
  return (
    <section
      aria-label={label}
      aria-labelledby={labelledBy}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className={className}
    >
      {children}
    </section>
  );
}
