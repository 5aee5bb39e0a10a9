/**
 * What it costs and saves to unload a model that nobody uses. Source of the formulas: requests that come at random (a
 * Poisson process, λ a second) leave exponential gaps, so after an idle window of T seconds a request finds the model gone
 * with the chance p = e^(−λT). Paid for are the seconds in which it runs, wakes (C) or idles; always-on pays for all.
 */
export type Traffic = {
  /** Requests an hour; adapters of one base share it, so theirs add up. */
  requestsPerHour: number;
  /** Seconds that waking takes. */
  coldStartSeconds: number;
  /** Mean seconds that one request takes. */
  serviceSeconds: number;
};

/** The windows that are worth comparing, in seconds; infinity never unloads. */
export const idleWindows = [Number.POSITIVE_INFINITY, 5 * 60, 15 * 60, 60 * 60];

/** A second that somebody waits counts as much as so many seconds of a model that only idles. */
export const waitingWeight = 10;

/** The chance that a request finds the model unloaded: e^(−λT), 0 to 1. */
export function coldStartChance(traffic: Traffic, windowSeconds: number): number {
  if (windowSeconds === Number.POSITIVE_INFINITY) return 0;
  return Math.exp(-ratePerSecond(traffic) * windowSeconds);
}

/** Seconds that a request waits longer, on average: C·p. */
export const meanAddedWait = (traffic: Traffic, windowSeconds: number): number =>
  traffic.coldStartSeconds * coldStartChance(traffic, windowSeconds);

/**
 * What is paid for as a share of always-on (1/λ for each request): λ·(s + (1 − p)/λ + C·p). Above 1 it costs more than to
 * leave the model loaded; without an unloading it is 1.
 */
export function paidShare(traffic: Traffic, windowSeconds: number): number {
  if (windowSeconds === Number.POSITIVE_INFINITY) return 1;
  const chance = coldStartChance(traffic, windowSeconds);
  const working = traffic.serviceSeconds + traffic.coldStartSeconds * chance;
  return ratePerSecond(traffic) * working + (1 - chance);
}

/** Whether unloading after this window saves anything: p·(1/λ − C) > s. */
export const savesByIdling = (traffic: Traffic, windowSeconds: number): boolean =>
  paidShare(traffic, windowSeconds) < 1;

/** The window, in seconds, with the least to pay, where waiting counts `waitingWeight` times what idling does. */
export function sensibleWindow(traffic: Traffic): number {
  const burden = (windowSeconds: number) =>
    paidShare(traffic, windowSeconds) +
    waitingWeight * ratePerSecond(traffic) * meanAddedWait(traffic, windowSeconds);
  return idleWindows.reduce((best, each) => (burden(each) < burden(best) ? each : best));
}

const ratePerSecond = ({ requestsPerHour }: Traffic): number => requestsPerHour / 3_600;
