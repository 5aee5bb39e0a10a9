import type { EngineEvent } from "./engine.ts";

type Run = {
  attempt: number;
  waitedMs: number;
  shownBefore: number;
  end: Extract<EngineEvent, { type: "end" }> | null;
  tokens: number;
  outcome: string;
};

/** What happened in one attempt, a line each, for whoever opens a prediction's logs. Holds no visitor text. */
export function runLog(run: Run): string {
  const { attempt, end, tokens } = run;
  const lines = [
    `attempt ${attempt}: started after ${inSeconds(run.waitedMs)} s of waiting`,
    ...(run.shownBefore > 0
      ? [`${run.shownBefore} chunks were shown by an earlier attempt; going on behind them`]
      : []),
    ...(end ? endLines(end) : tokens > 0 ? [`wrote ${tokens} tokens`] : []),
    run.outcome,
  ];
  return `${lines.join("\n")}\n`;
}

function endLines({ usage, timings, finish, environment }: NonNullable<Run["end"]>): string[] {
  const { promptMs, decodeMs } = timings;
  const reused = usage.cached ? `, ${usage.cached} of them reused` : "";
  return [
    `read a prompt of ${usage.prompt} tokens${reused}${promptMs === null ? "" : ` in ${inSeconds(promptMs)} s`}`,
    `wrote ${usage.completion} tokens${decodeMs === null ? "" : ` in ${inSeconds(decodeMs)} s`}`,
    finish === "stop" ? "stopped by itself" : "stopped at the limit of tokens",
    ...(environment ? [`environment ${environment.id}`] : []),
  ];
}

const inSeconds = (ms: number): string => (ms / 1000).toFixed(2);
