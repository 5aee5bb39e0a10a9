import type { ReactNode } from "react";
import { shortVersion } from "#components/model/version-digits.ts";
import { formatSeconds } from "#components/prediction/describe-status.ts";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { ScrollRegion } from "#components/ui/scroll-region.tsx";
import type { PredictionStatus } from "#contract/prediction.ts";
import type { LoggedPrediction } from "#contract/prediction-log.ts";
import { sourceNames, statusNames } from "./log-words.ts";

const columns = [
  { title: "When", width: "w-29" },
  { title: "Status", width: "w-30" },
  { title: "Input", width: "" },
  { title: "Output", width: "" },
  { title: "Version", width: "w-23" },
  { title: "Source", width: "w-17" },
  { title: "Took", width: "w-20" },
  { title: "Tokens", width: "w-31" },
];

type LogTableProps = { predictions: LoggedPrediction[] };

/** A table where there is room for one; on a phone each row is a card. */
export function LogTable({ predictions }: LogTableProps) {
  return (
    <ScrollRegion label="Predictions" className="overflow-x-auto rounded-lg border border-line">
      <table className="block w-full text-left text-sm lg:table lg:table-fixed">
        <thead className="sr-only lg:not-sr-only lg:table-header-group">
          <tr className="lg:border-b lg:border-line">
            {columns.map(({ title, width }) => (
              <th key={title} scope="col" className={`px-3 py-2.5 font-medium text-muted ${width}`}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="block divide-y divide-line lg:table-row-group">
          {predictions.map((prediction) => (
            <LogRow key={prediction.id} prediction={prediction} />
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

function LogRow({ prediction }: { prediction: LoggedPrediction }) {
  const { id, version, source, metrics, created_at: createdAt } = prediction;
  const { predict_time: time, input_token_count: read, output_token_count: written } = metrics;
  return (
    <tr className="relative flex flex-wrap gap-x-4 gap-y-1.5 p-4 hover:bg-sunken lg:table-row lg:p-0">
      <Cell isQuiet>
        <RelativeTime at={createdAt} />
      </Cell>
      <Cell>
        <Status prediction={prediction} />
      </Cell>
      <Cell isWide>
        <a href={`/p/${id}`} className="after:absolute after:inset-0">
          <span className="line-clamp-2 break-words">
            {prediction.input_preview.trim() || "No text"}
          </span>
        </a>
      </Cell>
      <Cell isWide>
        <Output prediction={prediction} />
      </Cell>
      <Cell isQuiet>
        <span className="code" title={version}>
          {shortVersion(version)}
        </span>
      </Cell>
      <Cell isQuiet>{sourceNames[source]}</Cell>
      <Cell isQuiet>{time !== undefined && formatSeconds(time)}</Cell>
      <Cell isQuiet>
        {read !== undefined && <>{read} in, </>}
        {written !== undefined && <>{written} out</>}
      </Cell>
    </tr>
  );
}

type CellProps = { isQuiet?: boolean; isWide?: boolean; children: ReactNode };

function Cell({ isQuiet = false, isWide = false, children }: CellProps) {
  const width = isWide ? "basis-full" : "empty:hidden lg:empty:table-cell lg:whitespace-nowrap";
  return (
    <td
      className={`block min-w-0 align-top lg:table-cell lg:px-3 lg:py-2.5 ${width} ${isQuiet ? "text-muted tabular-nums" : ""}`}
    >
      {children}
    </td>
  );
}

const dots: Record<PredictionStatus, string> = {
  starting: "bg-edge",
  processing: "bg-warn",
  succeeded: "bg-accent",
  failed: "bg-danger",
  canceled: "bg-edge",
};

function Status({ prediction }: { prediction: LoggedPrediction }) {
  const { status, has_violations: isFlawed } = prediction;
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <span
        aria-hidden="true"
        className={`size-2 shrink-0 rounded-full ${isFlawed ? "bg-warn" : dots[status]}`}
      />
      {statusNames[status]}
      {isFlawed && <span className="text-warn">Broke its rules</span>}
    </span>
  );
}

function Output({ prediction }: { prediction: LoggedPrediction }) {
  const { output_preview: output, error } = prediction;
  const text = output?.trim();
  return (
    <span className={`line-clamp-2 ${text ? "code break-all" : "text-danger break-words"}`}>
      {text || error}
    </span>
  );
}
