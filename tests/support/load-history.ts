import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Prediction } from "#contract/prediction.ts";
import { post } from "./api.ts";

/** One request for a prediction, under a name of its own, and everything that was seen of it from outside. */
export type Asked = {
  key: string;
  /** The id of every answer that accepted it: the same each time, if nothing is made twice. */
  accepted: string[];
  /** Its output whenever it was read, in order. */
  seen: string[][];
};

/** Clients that ask again and again, through whatever happens to the server, and write down what they were told. */
export type Load = {
  history: Asked[];
  /** Resolves when so many more requests were accepted. */
  accepted(more: number): Promise<void>;
  stop(): Promise<void>;
};

type Target = { url: string; model: string; headers: Record<string, string>; body: object };

/** How long a client that was refused, or got no answer, waits before it tries the same again. */
const RETRY_MS = 100;

export function startLoad(target: Target, clients: number): Load {
  const history: Asked[] = [];
  let isStopped = false;
  let count = 0;
  const isOver = () => isStopped;
  const work = async () => {
    while (!isStopped) {
      const asked: Asked = { key: randomUUID(), accepted: [], seen: [] };
      history.push(asked);
      await askUntilAccepted(target, asked, isOver);
      count += asked.accepted.length;
      // As a client does that never got its answer.
      const again = await ask(target, asked.key);
      if (again) asked.accepted.push(again.id);
      await follow(target, asked, isOver);
    }
  };
  const working = Array.from({ length: clients }, work);
  return {
    history,
    accepted: async (more) => {
      const wanted = count + more;
      while (count < wanted) await sleep(20);
    },
    stop: async () => {
      isStopped = true;
      await Promise.all(working);
    },
  };
}

async function askUntilAccepted(target: Target, asked: Asked, isOver: () => boolean) {
  while (!isOver()) {
    const made = await ask(target, asked.key);
    if (made) return asked.accepted.push(made.id);
    await sleep(RETRY_MS);
  }
}

async function ask({ url, model, headers, body }: Target, key: string): Promise<Prediction | null> {
  const sent = { ...headers, "idempotency-key": key };
  const answer = await post(`${url}/v1/models/${model}/predictions`, body, sent).catch(() => null);
  if (answer?.status !== 201) return null;
  return answer.json().catch(() => null); // cut off in the middle
}

/** Reads a prediction until its end. */
async function follow({ url, headers }: Target, asked: Asked, isOver: () => boolean) {
  const [id] = asked.accepted;
  while (id && !isOver()) {
    const prediction = await read(url, id, headers);
    if (prediction?.output) asked.seen.push([prediction.output].flat());
    if (prediction?.completed_at) return;
    await sleep(RETRY_MS);
  }
}

export const read = (
  url: string,
  id: string,
  headers: Record<string, string>,
): Promise<Prediction | null> =>
  fetch(`${url}/v1/predictions/${id}`, { headers })
    .then((answer) => (answer.ok ? answer.json() : null))
    .catch(() => null);
