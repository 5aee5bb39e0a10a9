import type { PredictionStatus } from "#contract/prediction.ts";
import type { LogState } from "#contract/prediction-log.ts";

export const stateNames: Record<LogState, string> = {
  queued: "Queued",
  running: "Running",
  succeeded: "Succeeded",
  failed: "Failed",
  canceled: "Cancelled",
};

export const statusNames: Record<PredictionStatus, string> = {
  starting: stateNames.queued,
  processing: stateNames.running,
  succeeded: stateNames.succeeded,
  failed: stateNames.failed,
  canceled: stateNames.canceled,
};

export const sourceNames = { web: "Web", api: "API" };
