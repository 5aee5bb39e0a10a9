"use client";

import { useSearchParams } from "next/navigation";
import type { MouseEvent } from "react";

type ViewSwitchProps<View extends string> = {
  label: string;
  /** The key in the address that says which view is shown; the first needs none. */
  name: string;
  views: { view: View; title: string }[];
  current: View;
};

/** Links, as what they choose is in the address and works without scripts. */
export function ViewSwitch<View extends string>(props: ViewSwitchProps<View>) {
  const { label, name, views, current } = props;
  const search = useSearchParams();

  const handleClick = (event: MouseEvent<HTMLAnchorElement>) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    window.history.replaceState(null, "", event.currentTarget.href);
  };

  const hrefOf = (view: View): string => {
    const params = new URLSearchParams(search);
    params.delete(name);
    if (view !== views[0]?.view) params.set(name, view);
    return `?${params}`;
  };

  return (
    <nav aria-label={label} className="flex shrink-0 rounded-lg bg-sunken p-0.5">
      {views.map(({ view, title }) => (
        <a
          key={view}
          href={hrefOf(view)}
          aria-current={view === current ? "true" : undefined}
          onClick={handleClick}
          className="flex min-h-9 items-center rounded-md px-3 text-sm text-muted hover:text-ink aria-[current]:bg-raised aria-[current]:text-ink aria-[current]:shadow-sm forced-colors:aria-[current]:underline sm:min-h-7"
        >
          {title}
        </a>
      ))}
    </nav>
  );
}
