import { formatSeconds } from "#components/prediction/describe-status.ts";
import type { ModelReadiness } from "#contract/model.ts";

/** What to know before pressing Run; null where there is nothing to know. */
export function describeReadiness(readiness: ModelReadiness): string | null {
  switch (readiness.kind) {
    case "ready":
    case "no-weights":
      return null;
    case "asleep":
      return readiness.wake_seconds === null
        ? "The model is asleep; it wakes when you press Run."
        : `The model is asleep; it takes about ${formatSeconds(atLeastOne(readiness.wake_seconds))} to wake when you press Run.`;
    case "waking": {
      const { progress, seconds_left: left } = readiness;
      const rest = left === null ? "" : `, about ${formatSeconds(atLeastOne(left))} left`;
      return `The model is waking${percent(progress)}${rest}. You can press Run already: it begins once the model is awake.`;
    }
    case "fetching-weights":
      return `The model is being downloaded to the server${percent(readiness.progress)}. You can press Run already: it begins once the model is there.`;
    case "no-engine":
    case "failed":
      return `The model cannot run now: ${readiness.reason} What you run waits until it can.`;
  }
}

/** Fractions of a second are more than anybody can promise. */
const atLeastOne = (seconds: number): number => Math.max(1, Math.round(seconds));

const percent = (progress: number | null): string =>
  progress === null ? "" : `, ${Math.round(progress * 100)} %`;
