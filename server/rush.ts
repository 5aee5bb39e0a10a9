import { AsyncLocalStorage } from "node:async_hooks";
import type { IncomingMessage, ServerResponse } from "node:http";
import { QUEUE_MAX, queueFull } from "./busy.ts";
import { openAiProblem } from "./openai/problem-answer.ts";
import { problemPage, problemResponse } from "./problem-answer.ts";
import { isFormPost } from "./route.ts";
import { SECURITY_HEADERS } from "./security-policy.ts";
import { shared } from "./shared.ts";

const CREATES =
  /^\/(?:v1\/(?:(?:models|deployments)\/[^/]+\/[^/]+\/)?predictions|openai\/v1\/(?:chat\/)?completions)\/?(?:\?|$)/;

/** So many are worked on at once: more would not be done sooner, and would keep the process from hearing the others. */
const AT_ONCE = 16;

/**
 * Node takes one connection a turn of its event loop, and turns are long while predictions are being made. So where so many
 * stand in line, none is begun before some turns have passed in which nobody came, for so long at most.
 */
const RUSH_FROM = 64;
const QUIET_TURNS = 5;
const HEARS_FOR_MS = 100;

/** After which a request makes way for the next, decided or not: its body may be minutes on its way. */
const MAKES_WAY_AFTER_MS = 1_000;

/** For so long it counts how many more could wait when somebody looked. */
const ROOM_COUNTS_FOR_MS = 500;

type Waiting = { begin: () => void; refuse: () => void };

const rush = () =>
  shared("rush", () => ({
    /** Of requests that are worked on: says that one of them is decided. */
    working: new Set<() => void>(),
    /** Of requests that wait to be, in their order. */
    line: new Set<Waiting>(),
    /** How many more predictions may wait, as last seen, and when that was. */
    room: QUEUE_MAX,
    seenAt: 0,
    /** Turns of the event loop in which none came. */
    quiet: 0,
    isHearing: false,
    decided: new AsyncLocalStorage<() => void>(),
  }));

/**
 * Has a request handled. Those that ask for a prediction stand in line for it, of no more than may wait for an engine:
 * whoever comes on top is answered at once, with a 429, as the work before the first look at the queue is what takes
 * seconds where hundreds ask.
 */
export function handleInRush(
  request: IncomingMessage,
  response: ServerResponse,
  handle: () => void,
): void {
  if (!asksForPrediction(request)) {
    handle();
    return;
  }
  const { working, line, decided } = rush();
  if (working.size + line.size >= roomLeft()) {
    void refuse(request, response);
    return;
  }
  let timer: NodeJS.Timeout | undefined;
  const end = () => {
    clearTimeout(timer);
    line.delete(waiting);
    if (working.delete(end)) hear();
  };
  const begin = () => {
    working.add(end);
    timer = setTimeout(end, MAKES_WAY_AFTER_MS).unref();
    decided.run(end, handle);
  };
  const waiting = { begin, refuse: () => void refuse(request, response) };
  response.once("close", end);
  line.add(waiting);
  rush().quiet = 0;
  hear();
}

/** Unless it may be a repetition of what was stored before, which only the database knows. */
const asksForPrediction = ({ method, url, headers }: IncomingMessage): boolean =>
  method === "POST" && CREATES.test(url ?? "") && !("idempotency-key" in headers);

/** Lets those in line begin, in a rush when everybody who comes has been heard. */
function hear() {
  const state = rush();
  if (state.isHearing) return;
  if (state.line.size < RUSH_FROM) {
    letBegin();
    return;
  }
  state.isHearing = true;
  const until = performance.now() + HEARS_FOR_MS;
  const look = () => {
    state.quiet += 1;
    if (state.quiet < QUIET_TURNS && performance.now() < until) {
      setImmediate(look);
      return;
    }
    state.isHearing = false;
    letBegin();
  };
  setImmediate(look);
}

function letBegin() {
  const { working, line } = rush();
  for (const next of line) {
    if (working.size >= AT_ONCE) return;
    line.delete(next);
    next.begin();
  }
}

function roomLeft(): number {
  const { room, seenAt } = rush();
  return performance.now() - seenAt < ROOM_COUNTS_FOR_MS ? room : QUEUE_MAX;
}

/** Takes down how many predictions wait, as just seen: those in line whom that leaves no room for are refused now. */
export function seeWaiting(waiting: number): void {
  const { working, line } = rush();
  const room = Math.max(0, QUEUE_MAX - waiting);
  Object.assign(rush(), { room, seenAt: performance.now() });
  for (const last of [...line].slice(Math.max(0, room - working.size))) {
    line.delete(last);
    last.refuse();
  }
}

/** Says that the prediction that the present request asks for is stored, or will not be: its answer may take as long as it likes. */
export const decidedInRush = (): void => rush().decided.getStore()?.();

async function refuse(request: IncomingMessage, response: ServerResponse) {
  const answer = answerFor(request);
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) answer.headers.set(name, value);
  response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
}

function answerFor({ url, headers }: IncomingMessage): Response {
  const problem = queueFull(QUEUE_MAX);
  if (url?.startsWith("/openai/")) return openAiProblem(problem);
  const told = new Headers(
    ["content-type", "accept"].map((name) => [name, String(headers[name] ?? "")]),
  );
  return isFormPost({ headers: told }) ? problemPage(problem) : problemResponse(problem);
}
