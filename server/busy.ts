import { Problem } from "./problem.ts";

/** How many predictions may wait at once, of all models. */
export const QUEUE_MAX = 200;

const RETRY_SECONDS = 30;

/** A 429 that says that as many wait as may. */
export function queueFull(waitingMax: number): Problem {
  const waiting = waitingMax === 1 ? "one prediction is" : `${waitingMax} predictions are`;
  return busy(`This model is busy: ${waiting} waiting already. Try again in half a minute`);
}

/** A 429 that says that one visitor has as many waiting as one may. */
export const ownLineFull = (waitingMax: number): Problem =>
  busy(
    `You have ${waitingMax} predictions waiting already. Ask again when some of them have ended`,
  );

const busy = (detail: string) =>
  new Problem(429, "Busy", `${detail}; nothing was stored.`, { retryAfterSeconds: RETRY_SECONDS });
