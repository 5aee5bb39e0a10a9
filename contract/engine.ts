import type { Traffic } from "./idling.ts";
import type { DeterminismCertificate } from "./prediction.ts";

/** What the owner sees of an engine that predictions run on. */
export type EngineView = {
  name: string;
  dialect: string;
  /** Null for the bundled one. */
  address: string | null;
  /** How many predictions at once; of the bundled one for each model. */
  slots: number | null;
  /** Why there is nothing to say about its models. */
  problem: string | null;
  models: EngineModelView[];
};

/** Weights on an engine; bytes, seconds and ISO dates, null where it does not tell. */
export type EngineModelView = {
  /** The weights' SHA-256. */
  id: string;
  /** As the models that use them call them; null where none does. */
  name: string | null;
  used_by: { owner: string; name: string; title: string }[];
  state: "ready" | "loading" | "asleep" | "unloaded" | "unreachable" | "failed";
  /** Of loading: a fraction of 1. */
  progress: number | null;
  /** Why it failed or cannot be reached. */
  reason: string | null;
  context_length: number | null;
  load_seconds: number | null;
  memory_bytes: number | null;
  size_bytes: number | null;
  last_used_at: string | null;
  /** Whether it stays loaded when nobody uses it; null on engines that are not asked to load and unload. */
  keep: boolean | null;
  /** After how long without a request it is unloaded; 0 is never. */
  idle_seconds: number | null;
  certificate: DeterminismCertificate | null;
};

/** What was measured of the predictions on one base, and how many days that took; null where nothing was. */
export type BaseTraffic = {
  id: string;
  name: string;
  predictions: number;
  days: number;
  requests_per_hour: number;
  service_seconds: number | null;
  cold_start_seconds: number | null;
  /** The engine's window now; 0 is never, null where it is not ours to set. */
  idle_seconds: number | null;
};

/** Everything on the owner's page about engines. */
export type EngineOverview = { engines: EngineView[]; traffic: BaseTraffic[] };

/** Numbers for the formulas, once all of them were measured. */
export function trafficOf(base: BaseTraffic): Traffic | null {
  const { requests_per_hour, service_seconds, cold_start_seconds } = base;
  if (service_seconds === null || cold_start_seconds === null) return null;
  return {
    requestsPerHour: requests_per_hour,
    serviceSeconds: service_seconds,
    coldStartSeconds: cold_start_seconds,
  };
}
