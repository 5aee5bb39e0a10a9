"use client";

import { useSearchParams } from "next/navigation";
import type { MouseEvent } from "react";

export type OutputTab = "preview" | "json";

const tabs: { tab: OutputTab; title: string }[] = [
  { tab: "preview", title: "Preview" },
  { tab: "json", title: "JSON" },
];

export const useOutputTab = (): OutputTab =>
  useSearchParams().get("output") === "json" ? "json" : "preview";

/** Links, as what they choose is in the address and works without scripts. */
export function OutputTabs({ tab: current }: { tab: OutputTab }) {
  const search = useSearchParams();

  const handleClick = (event: MouseEvent<HTMLAnchorElement>) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    window.history.replaceState(null, "", event.currentTarget.href);
  };

  return (
    <nav aria-label="Output as" className="flex shrink-0 rounded-lg bg-sunken p-0.5">
      {tabs.map(({ tab, title }) => (
        <a
          key={tab}
          href={hrefOf(tab, search)}
          aria-current={tab === current ? "true" : undefined}
          onClick={handleClick}
          className="flex min-h-9 items-center rounded-md px-3 text-sm text-muted hover:text-ink aria-[current]:bg-raised aria-[current]:text-ink aria-[current]:shadow-sm forced-colors:aria-[current]:underline sm:min-h-7"
        >
          {title}
        </a>
      ))}
    </nav>
  );
}

function hrefOf(tab: OutputTab, search: URLSearchParams): string {
  const params = new URLSearchParams(search);
  params.delete("output");
  if (tab !== "preview") params.set("output", tab);
  return `?${params}`;
}
