import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getViewer } from "#app/viewer.ts";
import { EndingButton } from "#components/account/ending-button.tsx";
import { HistoryList } from "#components/history/history-list.tsx";
import { historyPath } from "#components/paths.ts";
import { QuietNote } from "#components/ui/quiet-note.tsx";
import { listHistory } from "#server/history.ts";
import { Problem } from "#server/problem.ts";

export const metadata: Metadata = { title: "History", robots: { index: false } };

export default async function HistoryPage({ searchParams }: PageProps<"/history">) {
  const { cursor, deleted } = await searchParams;
  const { entries, next } = await load(typeof cursor === "string" ? cursor : null);
  return (
    <div className="mx-auto max-w-3xl px-4 pt-8 sm:px-8 sm:pt-12">
      <h1 className="text-3xl font-medium tracking-tight sm:text-4xl">History</h1>
      <p className="mt-3 mb-8 text-lg text-muted text-pretty">
        What you ran in this browser. The list is yours alone; each page in it opens for everybody
        who has its link.
      </p>
      {deleted === "1" && <QuietNote>Deleted, for everybody.</QuietNote>}
      {entries.length === 0 ? <Nothing isFirstPage={!cursor} /> : <HistoryList entries={entries} />}
      <div className="mt-6 flex flex-wrap items-start justify-between gap-4">
        {entries.length > 0 && (
          <div className="-ml-3">
            <EndingButton
              action={historyPath}
              label="Delete all of mine"
              consequence="All that you ran goes for good, on every page of this list, with the links to it. What is still running stays."
            />
          </div>
        )}
        {next && (
          <a href={`/history?cursor=${next}`} rel="next" className="button">
            Older
          </a>
        )}
      </div>
    </div>
  );
}

function Nothing({ isFirstPage }: { isFirstPage: boolean }) {
  return (
    <div className="rounded-2xl border border-dashed border-edge p-8 text-center">
      <p>{isFirstPage ? "You have run nothing here yet." : "There is nothing older."}</p>
      <p className="mt-4">
        <a href={isFirstPage ? "/" : "/history"} className="button">
          {isFirstPage ? "See all models" : "Back to the newest"}
        </a>
      </p>
    </div>
  );
}

/** An address that is no place in the list leads to its beginning. */
async function load(cursor: string | null) {
  try {
    return await listHistory(await getViewer(), cursor);
  } catch (error) {
    if (error instanceof Problem && error.status === 422) redirect("/history");
    throw error;
  }
}
