import type { ReactNode } from "react";
import { isFinished, type Prediction } from "#contract/prediction.ts";
import { describeStatus, type StatusDescription } from "./describe-status.ts";
import { Elapsed } from "./elapsed.tsx";
import type { Connection } from "./use-live-prediction.ts";

type StatusLineProps = {
  prediction: Prediction;
  connection: Connection;
  problem: string | null;
  /** Where the evidence stands. */
  evidenceHref: string;
  /** Across from the headline. */
  children: ReactNode;
};

export function StatusLine(props: StatusLineProps) {
  const { prediction, evidenceHref, children } = props;
  const trouble = props.problem ?? connectionNotes[props.connection];
  const { tone, headline, detail } = describeStatus(prediction);
  const isRunning = prediction.status === "processing";
  return (
    <div>
      <div className="flex items-start justify-between gap-3">
        <p className="flex min-h-10 items-center gap-2.5 font-medium sm:min-h-8">
          <span aria-hidden="true" className={`size-2 shrink-0 rounded-full ${dots[tone]}`} />
          <span className="tabular-nums">
            {headline}
            {isRunning && prediction.started_at && <Elapsed since={prediction.started_at} />}
          </span>
        </p>
        {children}
      </div>
      {detail && <p className="mt-1 max-w-prose pl-[1.125rem] text-sm text-pretty">{detail}</p>}
      {isFinished(prediction.status) && (
        <p className="flex flex-wrap items-center gap-x-4 pl-[1.125rem] text-sm text-muted tabular-nums">
          {describeWork(prediction)}
          <a href={evidenceHref} className="link inline-flex min-h-6 items-center">
            How it was made
          </a>
        </p>
      )}
      {trouble && <p className="pl-[1.125rem] text-sm text-warn">{trouble}</p>}
    </div>
  );
}

function describeWork({ metrics }: Prediction): string | null {
  const { output_token_count: tokens, tokens_per_second: speed } = metrics;
  if (tokens === undefined) return null;
  const pace = speed === undefined ? "" : ` at ${speed.toFixed(speed < 10 ? 1 : 0)} a second`;
  return `${tokens.toLocaleString("en")} ${tokens === 1 ? "token" : "tokens"}${pace}`;
}

const dots: Record<StatusDescription["tone"], string> = {
  waiting: "border-2 border-accent motion-safe:animate-pulse",
  running: "bg-accent motion-safe:animate-pulse",
  done: "bg-accent",
  flawed: "bg-warn",
  failed: "bg-danger",
  stopped: "border-2 border-edge",
};

const connectionNotes: Record<Connection, string | null> = {
  steady: null,
  reconnecting: "The connection was lost. Reconnecting; the prediction goes on meanwhile.",
  offline: "You are offline. The prediction goes on, and shows up here when you are back.",
};
