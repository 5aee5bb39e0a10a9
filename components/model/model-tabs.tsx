import Link from "next/link";
import { Revealed } from "#components/ui/revealed.tsx";
import type { ModelForm } from "#contract/model.ts";

export type ModelTab =
  | "playground"
  | "api"
  | "examples"
  | "readme"
  | "versions"
  | "predictions"
  | "settings";

const tabs: { tab: ModelTab; title: string; needs?: keyof ModelForm["rights"] }[] = [
  { tab: "playground", title: "Playground" },
  { tab: "api", title: "API" },
  { tab: "examples", title: "Examples" },
  { tab: "readme", title: "README" },
  { tab: "versions", title: "Versions" },
  { tab: "predictions", title: "Predictions", needs: "inspect" },
  { tab: "settings", title: "Settings", needs: "manage" },
];

type ModelTabsProps = { model: Pick<ModelForm, "owner" | "name" | "rights">; current: ModelTab };

/** The pages of one model; those that only its creator and reviewers have are there for them alone. */
export function ModelTabs({ model, current }: ModelTabsProps) {
  const shown = tabs.filter(({ needs }) => !needs || model.rights[needs]);
  return (
    <nav aria-label="Model" className="mt-6 overflow-x-auto border-b border-line">
      <ul className="flex gap-1">
        {shown.map(({ tab, title }) => (
          <li key={tab} className="shrink-0">
            <Link
              href={hrefOf(model, tab)}
              prefetch={false}
              aria-current={tab === current ? "page" : undefined}
              className="flex min-h-11 items-center border-b-2 border-transparent px-3 text-sm text-muted hover:text-ink aria-[current]:border-accent aria-[current]:text-ink"
            >
              {title}
              {tab === current && <Revealed />}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function hrefOf({ owner, name }: ModelTabsProps["model"], tab: ModelTab): string {
  return tab === "playground" ? `/${owner}/${name}` : `/${owner}/${name}/${tab}`;
}
