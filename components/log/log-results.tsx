import Link from "next/link";
import type { ReactNode } from "react";
import { logPath } from "#components/paths.ts";
import { formatMoment } from "#components/ui/relative-time.tsx";
import { type LogPage, type LogQuery, logSearch } from "#contract/prediction-log.ts";
import { LogTable } from "./log-table.tsx";

type LogResultsProps = {
  model: { owner: string; name: string };
  query: LogQuery;
  page: LogPage;
};

export function LogResults({ model, query, page }: LogResultsProps) {
  return (
    <div className="mt-8">
      {page.results.length > 0 ? (
        <LogTable predictions={page.results} />
      ) : (
        <Nothing model={model} query={query} page={page} />
      )}
      {page.looked_until && page.results.length > 0 && (
        <p className="mt-4 text-sm text-muted">
          Few match: everything {query.after ? "up to" : "back to"}{" "}
          {formatMoment(page.looked_until)} was looked through for these.
        </p>
      )}
      <Pager model={model} query={query} page={page} />
    </div>
  );
}

/** Why there is nothing to see, and what to do about it. */
function Nothing({ model, query, page }: LogResultsProps) {
  const isFiltered = logSearch(query) !== "";
  if (page.looked_until)
    return (
      <Note>
        Nothing matches {query.after ? "up to" : "back to"} {formatMoment(page.looked_until)}. Look
        further, or{" "}
        <Link prefetch={false} href={logPath(model)} className="link text-ink">
          clear the filters
        </Link>
        .
      </Note>
    );
  if (query.before || query.after)
    return <Note>There is nothing {query.after ? "newer" : "older"} than what you saw.</Note>;
  if (isFiltered)
    return (
      <Note>
        Nothing matches. Take a filter away, or{" "}
        <Link prefetch={false} href={logPath(model)} className="link text-ink">
          clear the filters
        </Link>
        .
      </Note>
    );
  return (
    <Note>
      Nothing has been run on this model yet. What anybody runs{" "}
      <Link prefetch={false} href={`/${model.owner}/${model.name}`} className="link text-ink">
        in the playground
      </Link>{" "}
      or through the API is listed here.
    </Note>
  );
}

function Note({ children }: { children: ReactNode }) {
  return <p className="max-w-[44rem] py-6 text-muted text-pretty">{children}</p>;
}

function Pager({ model, query, page }: LogResultsProps) {
  const isPlaced = query.before !== undefined || query.after !== undefined;
  if (!page.older && !page.newer && !isPlaced) return null;
  const further = (direction: "older" | "newer", title: string) =>
    page.looked_until && (direction === "newer") === (query.after !== undefined)
      ? `Look further ${direction === "older" ? "back" : "forward"}`
      : title;
  return (
    <nav aria-label="Pages" className="mt-6 flex flex-wrap gap-2">
      {isPlaced && (
        <Link prefetch={false} href={logPath(model) + logSearch(query)} className="button">
          Newest
        </Link>
      )}
      {page.newer && (
        <Link
          prefetch={false}
          href={logPath(model) + logSearch(query, { after: page.newer })}
          rel="prev"
          className="button"
        >
          {further("newer", "Newer")}
        </Link>
      )}
      {page.older && (
        <Link
          prefetch={false}
          href={logPath(model) + logSearch(query, { before: page.older })}
          rel="next"
          className="button"
        >
          {further("older", "Older")}
        </Link>
      )}
    </nav>
  );
}
