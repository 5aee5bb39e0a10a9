import Link from "next/link";
import type { ReactNode } from "react";
import { shortVersion } from "#components/model/version-digits.ts";
import { versionsPage } from "#components/paths.ts";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { ModelForm } from "#contract/model.ts";
import type { VersionEntry, VersionPage } from "#contract/version.ts";
import { ChooseVersion } from "./choose-version.tsx";

type ListedModel = Pick<ModelForm, "owner" | "name" | "rights">;

type VersionListProps = {
  model: ListedModel;
  page: VersionPage;
  /** The two that are being compared. */
  compared: { before: string; after: string } | null;
};

/** A model's versions, newest first, of which two are chosen to be compared: a plain form, which needs no scripts. */
export function VersionList({ model, page, compared }: VersionListProps) {
  const { versions } = page;
  const chosen = compared ?? { before: versions[1]?.id, after: versions[0]?.id };
  const isComparable = versions.length > 1;
  return (
    <section aria-labelledby="versions-title">
      <form method="get" action={versionsPage(model)}>
        <div className="flex min-h-11 flex-wrap items-center justify-between gap-4">
          <h2 id="versions-title" className="text-xl font-medium tracking-tight">
            Versions
          </h2>
          {isComparable && (
            <button type="submit" className="button">
              Compare the chosen two
            </button>
          )}
        </div>
        {page.is_pinned && <PinNote />}
        <ul className="mt-4 divide-y divide-line rounded-lg border border-line">
          {versions.map((version) => (
            <VersionItem key={version.id} model={model} version={version}>
              {isComparable && <Choice version={version} chosen={chosen} />}
            </VersionItem>
          ))}
        </ul>
      </form>
      {page.more && (
        <p className="mt-5">
          <Link className="link" href={`${versionsPage(model)}?older=${page.more}`}>
            Older versions
          </Link>
        </p>
      )}
    </section>
  );
}

function PinNote() {
  return (
    <p className="mt-4 max-w-[44rem] rounded-lg bg-accent-soft px-4 py-3 text-sm">
      An older version was chosen to be the current one. It stays so, through restarts too, until
      another is chosen here or a new version is published.
    </p>
  );
}

type VersionItemProps = { model: ListedModel; version: VersionEntry; children: ReactNode };

function VersionItem({ model, version, children }: VersionItemProps) {
  const digits = shortVersion(version.id);
  return (
    <li className="flex flex-wrap items-start gap-x-6 gap-y-3 p-4">
      {children}
      <div className="min-w-48 flex-1">
        <p className="flex flex-wrap items-center gap-x-3">
          <span className="code">{digits}</span>
          {version.is_current && (
            <span className="rounded-full bg-accent-soft px-2.5 py-0.5 text-sm text-accent">
              Current
            </span>
          )}
        </p>
        <p className="mt-1 text-sm text-muted">
          Published <RelativeTime at={version.created_at} /> · {describeRuns(version.run_count)}
        </p>
      </div>
      <div className="flex flex-wrap items-start gap-2">
        <Link className="button" prefetch={false} href={versionsPage(model, version.id)}>
          Open<span className="sr-only"> version {digits}</span>
        </Link>
        {model.rights.manage && !version.is_current && (
          <ChooseVersion model={{ owner: model.owner, name: model.name }} id={version.id} />
        )}
      </div>
    </li>
  );
}

type ChoiceProps = { version: VersionEntry; chosen: { before?: string; after?: string } };

function Choice({ version, chosen }: ChoiceProps) {
  return (
    <div className="flex gap-4">
      {(["before", "after"] as const).map((side) => (
        <label key={side} className="flex min-h-11 items-center gap-2 text-sm sm:min-h-9">
          <input
            type="radio"
            name={side}
            value={version.id}
            defaultChecked={chosen[side] === version.id}
            className="size-4.5 shrink-0 accent-accent"
          />
          {side === "before" ? "From" : "To"}
          <span className="sr-only">version {shortVersion(version.id)}</span>
        </label>
      ))}
    </div>
  );
}

function describeRuns(count: VersionEntry["run_count"]): string {
  if (count === null) return "more than 10,000 predictions";
  return count === 1 ? "1 prediction" : `${count.toLocaleString("en")} predictions`;
}
