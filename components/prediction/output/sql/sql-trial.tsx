import { useState } from "react";
import type { OutputColumn } from "#contract/outputs/declaration.ts";
import type { Row } from "#contract/outputs/read-output.ts";
import { TablePreview } from "../table-preview.tsx";
import type { SqlCell, SqlTrial as Trial } from "./run-on-sample.ts";
import { tryInWorker } from "./try-in-worker.ts";

type SqlTrialProps = { sample: string; query: string };

/** Runs the query on made-up rows, in this browser alone. */
export function SqlTrial({ sample, query }: SqlTrialProps) {
  const [trial, setTrial] = useState<Trial | null>(null);
  const [isTrying, setIsTrying] = useState(false);

  const handleTry = async () => {
    setIsTrying(true);
    setTrial(await tryInWorker({ sample, query }));
    setIsTrying(false);
  };

  return (
    <section aria-label="The query on sample data" className="mt-4">
      <p className="needs-script flex flex-wrap items-center gap-x-3 gap-y-1">
        <button type="button" className="button" disabled={isTrying} onClick={handleTry}>
          {isTrying ? "Trying…" : "Try it on sample data"}
        </button>
        <span className="text-sm text-muted">Runs in your browser, on made-up rows.</span>
      </p>
      <div role="status" className="mt-4 empty:hidden">
        {trial && <TrialResult trial={trial} />}
      </div>
    </section>
  );
}

function TrialResult({ trial }: { trial: Trial }) {
  if (!trial.ok) return <Complaint complaint={trial.complaint} tables={trial.tables} />;
  const { columns, rows, isCut } = trial;
  return (
    <>
      <p className="mb-2 text-sm text-muted">
        {isCut ? `The first ${rows.length} rows` : countRows(rows.length)}
      </p>
      {rows.length > 0 && (
        <TablePreview columns={columnsOf(columns, rows)} rows={rows.map(rowOf)} />
      )}
    </>
  );
}

function Complaint({ complaint, tables }: { complaint: string; tables: string[] }) {
  return (
    <>
      <p className="break-words text-danger">{complaint}</p>
      {tables.length > 0 && (
        <>
          <p className="mt-2 text-sm text-muted">The sample data has these tables:</p>
          <ul className="mt-1 list-disc pl-5 text-sm">
            {tables.map((table) => (
              <li key={table} className="break-words">
                <code className="code">{table}</code>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

const countRows = (count: number): string => (count === 1 ? "1 row" : `${count} rows`);

/** By their places, for a query may name two columns alike. */
const columnsOf = (names: string[], rows: SqlCell[][]): OutputColumn[] =>
  names.map((title, index) => ({
    name: String(index),
    title,
    type: rows.every((row) => typeof row[index] !== "string") ? "number" : "text",
  }));

const rowOf = (cells: SqlCell[]): Row => Object.fromEntries(cells.entries());
