import { expect, test } from "@playwright/test";
import {
  coldStartChance,
  idleWindows,
  meanAddedWait,
  paidShare,
  savesByIdling,
  sensibleWindow,
  type Traffic,
} from "#contract/idling.ts";

const FIVE_MINUTES = 300;
const COLD_STARTS = [2, 14, 96];

const traffic = (requestsPerHour: number, coldStartSeconds: number): Traffic => ({
  ...{ requestsPerHour, coldStartSeconds, serviceSeconds: 2 },
});

/** Requests an hour, chance of a cold start in %, and for each cold start the paid share in % and the mean added wait. */
const PUBLISHED: [number, number, [paid: number, wait: number][]][] = [
  [1, 92, [[8, 1.8], [8, 12.9], [11, 88]]],
  [6, 61, [[40, 1.2], [41, 8.5], [49, 58]]],
  [12, 37, [[64, 0.7], [66, 5.2], [76, 35]]],
  [30, 8, [[94, 0.2], [94, 1.1], [100, 7.9]]],
]; // biome-ignore format: one line a row, as in the table

for (const [perHour, chance, costs] of PUBLISHED)
  test(`the costs of unloading after 5 minutes at ${perHour} requests an hour are those of the published table`, () => {
    const percent = 100 * coldStartChance(traffic(perHour, 2), FIVE_MINUTES);
    expect(Math.round(percent)).toBe(chance);
    for (const [at, [paid, wait]] of costs.entries()) {
      const here = traffic(perHour, COLD_STARTS[at] ?? 0);
      expect(Math.round(100 * paidShare(here, FIVE_MINUTES))).toBe(paid);
      const digits = wait < 20 ? 1 : 0;
      expect(meanAddedWait(here, FIVE_MINUTES).toFixed(digits)).toBe(wait.toFixed(digits));
    }
  });

test("at 60 requests an hour unloading after 5 minutes costs more than it saves, whatever waking takes", () => {
  for (const coldStart of COLD_STARTS) {
    const busy = traffic(60, coldStart);
    expect(Math.round(100 * coldStartChance(busy, FIVE_MINUTES))).toBe(1);
    expect(paidShare(busy, FIVE_MINUTES)).toBeGreaterThanOrEqual(1);
    expect(savesByIdling(busy, FIVE_MINUTES)).toBe(false);
    expect(meanAddedWait(busy, FIVE_MINUTES)).toBeLessThan(0.7);
    expect(sensibleWindow(busy)).toBe(Number.POSITIVE_INFINITY);
  }
});

test("unloading saves exactly where p·(1/λ − C) is more than the service time", () => {
  for (const perHour of [0.1, 1, 6, 12, 30, 60, 600])
    for (const coldStart of COLD_STARTS)
      for (const window of idleWindows) {
        const here = traffic(perHour, coldStart);
        const gain = coldStartChance(here, window) * (3_600 / perHour - coldStart);
        expect(savesByIdling(here, window)).toBe(gain > here.serviceSeconds);
      }
});

test("never unloading means no cold start, no wait and the price of always-on", () => {
  const here = traffic(6, 14);
  const never = Number.POSITIVE_INFINITY;
  expect([coldStartChance(here, never), meanAddedWait(here, never)]).toEqual([0, 0]);
  expect(paidShare(here, never)).toBe(1);
});

test("without a single request a model that is unloaded costs nothing", () => {
  const unused = traffic(0, 14);
  expect(paidShare(unused, FIVE_MINUTES)).toBe(0);
  expect(sensibleWindow(unused)).toBe(FIVE_MINUTES);
});

test("where waking is quick and requests are rare unloading soon is sensible, where waking takes minutes it is not", () => {
  expect(sensibleWindow(traffic(6, 2))).toBe(FIVE_MINUTES);
  expect(sensibleWindow(traffic(6, 96))).toBe(Number.POSITIVE_INFINITY);
});
