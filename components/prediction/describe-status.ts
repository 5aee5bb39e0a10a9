import type { Prediction, PredictionWait } from "#contract/prediction.ts";

export type StatusDescription = {
  tone: "waiting" | "running" | "done" | "flawed" | "failed" | "stopped";
  headline: string;
  /** What it means for the reader, or what to do next. */
  detail: string | null;
};

export function describeStatus(prediction: Prediction): StatusDescription {
  switch (prediction.status) {
    case "starting":
      return describeWait(prediction.wait);
    case "processing":
      return { tone: "running", headline: "Running", detail: null };
    case "succeeded":
      return describeSuccess(prediction);
    case "failed":
      return {
        tone: "failed",
        headline: "It did not work",
        detail: `${prediction.error ?? "The server did not say why."} What you filled in is kept: run it again, or change it first.`,
      };
    case "canceled":
      return {
        tone: "stopped",
        headline: prediction.started_at ? "Cancelled" : "Cancelled before it started",
        detail: prediction.output?.length ? "What was written until then is kept below." : null,
      };
  }
}

function describeWait(wait: PredictionWait | null): StatusDescription {
  if (!wait) return { tone: "waiting", headline: "Starting", detail: null };
  switch (wait.reason) {
    case "queued":
      return { tone: "waiting", headline: `${placeInLine(wait)}${beginning(wait)}`, detail: null };
    case "waking":
      return {
        tone: "waiting",
        headline: `Waking the model${percent(wait)}${timeLeft(wait)}`,
        detail:
          wait.position > 1
            ? `Your prediction is ${ordinal(wait.position)} in line${beginning(wait)}.`
            : "It is being loaded. Only the first prediction after a pause waits for this.",
      };
    case "fetching-weights":
      return {
        tone: "waiting",
        headline: `Fetching the model${percent(wait)}`,
        detail:
          "It is being downloaded to the server, once. Your prediction runs as soon as it is there.",
      };
    case "no-weights":
      return {
        tone: "stopped",
        headline: "The model is not installed yet",
        detail: "Your prediction is kept and runs as soon as the model is there.",
      };
    case "no-engine":
      return {
        tone: "stopped",
        headline: "No engine for this model is set up yet",
        detail: "Your prediction is kept and runs as soon as there is one.",
      };
  }
}

const placeInLine = ({ position }: PredictionWait): string =>
  position === 1 ? "Next in line" : `${ordinal(position)} in line`;

const beginning = ({ estimated_seconds: seconds }: PredictionWait): string =>
  seconds ? `, begins in about ${formatSeconds(seconds)}` : "";

function timeLeft({ waking_seconds: seconds }: PredictionWait): string {
  if (seconds === null) return "";
  return seconds < 0.5 ? ", any moment now" : `, about ${formatSeconds(Math.ceil(seconds))} left`;
}

const percent = ({ progress }: PredictionWait): string =>
  progress === null ? "" : `, ${Math.round(progress * 100)} %`;

function describeSuccess(prediction: Prediction): StatusDescription {
  const seconds = prediction.metrics.predict_time;
  const headline = seconds === undefined ? "Generated" : `Generated in ${formatSeconds(seconds)}`;
  if (prediction.finish_reason === "length")
    return {
      tone: "flawed",
      headline,
      detail: "It was stopped at the model's length limit, so the end is missing.",
    };
  return { tone: prediction.violations.length > 0 ? "flawed" : "done", headline, detail: null };
}

/** "0.04 s", "1.4 s", "12 s", "3 min 20 s": as many digits as a person would say. */
export function formatSeconds(seconds: number): string {
  if (seconds < 0.1) return `${seconds.toFixed(2)} s`;
  if (seconds < 9.95) return `${Number(seconds.toFixed(1))} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

function ordinal(position: number): string {
  const teens = position % 100;
  if (teens >= 11 && teens <= 13) return `${position}th`;
  return `${position}${["th", "st", "nd", "rd"][position % 10] ?? "th"}`;
}
