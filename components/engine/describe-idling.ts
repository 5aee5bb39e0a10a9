import { formatSeconds } from "#components/prediction/describe-status.ts";
import { type BaseTraffic, trafficOf } from "#contract/engine.ts";
import {
  idleWindows,
  meanAddedWait,
  paidShare,
  savesByIdling,
  sensibleWindow,
} from "#contract/idling.ts";
import { formatWindow } from "./describe-engine-model.ts";

/** What was measured, in a sentence or two. */
export function describeTraffic(base: BaseTraffic): string {
  const { predictions, days, service_seconds: service, cold_start_seconds: cold } = base;
  const span =
    days < 2 ? lastSpan(Math.round(days * 24), "hour") : lastSpan(Math.round(days), "day");
  const took = service === null ? "" : `, and one took ${formatSeconds(service)} on average`;
  const woke = cold === null ? "" : ` Loading took ${formatSeconds(cold)}.`;
  return `${plural(predictions, "prediction")} in the last ${span}: ${formatRate(base.requests_per_hour)} an hour${took}.${woke}`;
}

const plural = (count: number, noun: string): string =>
  `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;

const lastSpan = (count: number, noun: string): string =>
  count === 1 ? noun : `${count} ${noun}s`;

const formatRate = (rate: number): string =>
  rate < 9.95 ? String(Number(rate.toPrecision(2))) : Math.round(rate).toLocaleString("en");

/** Which window is sensible here, and why. */
export function adviseIdling(base: BaseTraffic): string {
  const traffic = trafficOf(base);
  if (!traffic)
    return base.cold_start_seconds === null
      ? "How long loading takes was not measured yet: load it once, and this page can tell."
      : "No prediction has succeeded yet: run one, and this page can tell.";
  const best = sensibleWindow(traffic);
  const shortest = Math.min(...idleWindows);
  const window = best === Number.POSITIVE_INFINITY ? shortest : best;
  const share = paidShare(traffic, window);
  const wait = formatSeconds(meanAddedWait(traffic, window));
  if (best === window)
    return `Sensible here: unload after ${formatWindow(best)}. That takes ${formatShare(share)} of what always-on takes, and a request waits ${wait} longer on average.`;
  if (!savesByIdling(traffic, shortest))
    return "Sensible here: never unload. Requests come so often that unloading saves nothing.";
  return `Sensible here: never unload. Even after ${formatWindow(shortest)} it would save only ${formatShare(1 - share)}, and a request would wait ${wait} longer on average.`;
}

/** What is set now, and where. */
export function describeSetting({ idle_seconds: seconds }: BaseTraffic): string | null {
  if (seconds === null) return null;
  const now =
    seconds === 0 ? "it is never unloaded" : `it is unloaded after ${formatWindow(seconds)}`;
  return `As it is set now, ${now}; VITRINE_ENGINE_IDLE_MINUTES says so.`;
}

/** A share of 1 as a percentage, without decimals that nobody measured. */
export function formatShare(share: number): string {
  const percent = share > 0 && share < 0.01 ? "under 1" : Math.round(share * 100);
  return `${percent}\u00a0%`;
}
