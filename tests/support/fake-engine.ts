import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import {
  type DialectName,
  type EngineFacts,
  engineFacts,
  sendJson,
  unknownFields,
} from "./fake-engine-facts.ts";
import { answerAboutItself, type FakeState } from "./fake-engine-models.ts";
import { type StreamFault, type StreamHabits, streamAnswer } from "./fake-engine-stream.ts";
import { fakeTokens } from "./fake-tokenizer.ts";

type Body = Record<string, unknown>;

/** One switch a behaviour. */
type Switches = StreamHabits & {
  state: FakeState;
  /** How far it is while it loads, where it says so. */
  progress: number;
  /** What it calls the weights that it has. */
  base: string;
  /** What it answers where it is held to nothing. */
  pieces: string[];
  fault: StreamFault;
  /** An answer to every request to generate, instead of generating. */
  refusal: { status: number; body?: string; type?: string; retryAfter?: string } | null;
  /** It ignores constraints without a word. */
  ignoresConstraints: boolean;
  /** It takes connections and never answers, like a platform that is still starting a machine. */
  hangs: boolean;
  metrics: string;
  /** Behind a gateway that passes on OpenAI's routes and no others. */
  onlyOpenAi: boolean;
};

const AT_FIRST: Switches = {
  ...{
    state: "ready",
    progress: 0.4,
    base: "org/base",
    pieces: ["hello", " world"],
    fault: "none",
    refusal: null,
  },
  ...{ ignoresConstraints: false, hangs: false, metrics: "", onlyOpenAi: false },
  ...{ pings: true, reasoning: false, usage: true, done: true, finish: "stop", gapMs: 0 },
};

/** An engine that speaks one dialect and misbehaves on demand. */
export type FakeEngine = {
  url: string;
  /** Turns these switches, and all others back. */
  set(switches: Partial<Switches>): void;
  /** The bodies of what it was asked to generate. */
  requests: Body[];
  /** Every other POST, by its path. */
  calls: { path: string; body: Body }[];
  /** Fields it was sent and does not know, whether it said so or not. */
  unknown: string[];
  keys: (string | undefined)[];
  /** How many callers went away before their answer's end. */
  disconnects(): number;
  close(): Promise<void>;
};

type Fake = Omit<FakeEngine, "url" | "set" | "disconnects" | "close"> & {
  dialect: DialectName;
  facts: EngineFacts;
  switches: Switches;
  disconnects: number;
};

export async function startFakeEngine(dialect: DialectName = "bundled"): Promise<FakeEngine> {
  const fake: Fake = {
    ...{ dialect, facts: engineFacts[dialect], switches: AT_FIRST, disconnects: 0 },
    ...{ requests: [], calls: [], unknown: [], keys: [] },
  };
  const server = createServer((request, response) => void answer(fake, request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    set: (next) => {
      fake.switches = { ...AT_FIRST, ...next };
    },
    ...{ requests: fake.requests, calls: fake.calls, unknown: fake.unknown, keys: fake.keys },
    disconnects: () => fake.disconnects,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function answer(fake: Fake, request: IncomingMessage, response: ServerResponse) {
  const body = await readBody(request);
  const path = (request.url ?? "").split("?")[0] ?? "";
  fake.keys.push(request.headers.authorization);
  if (fake.switches.hangs) return;
  const { generate: completions, chat } = fake.facts;
  if (body && (path === completions || path === chat) && body.stream !== false) {
    response.on("close", () => {
      if (!response.writableFinished) fake.disconnects += 1;
    });
    fake.requests.push(body);
    fake.unknown.push(...unknownFields(fake.facts, body));
    generate(fake.facts, fake.switches, body, response);
    return;
  }
  const isPost = request.method === "POST";
  if (isPost) fake.calls.push({ path, body: body ?? {} });
  answerQuestion(fake, { path, body, isPost }, response);
}

function answerQuestion(
  { dialect, facts, switches }: Fake,
  { path, body, isPost }: { path: string; body: Body | null; isPost: boolean },
  response: ServerResponse,
) {
  if (switches.onlyOpenAi && !path.startsWith("/v1/"))
    sendJson(response, 404, { detail: "Not Found" });
  else if (path.endsWith("/metrics")) response.end(switches.metrics);
  else if (body && path === facts.tokenize)
    sendJson(response, 200, { tokens: fakeTokens(dialect, body) });
  else if (answerAboutItself({ dialect, facts, ...switches }, path, response)) return;
  else if (path.includes("lora_adapter")) response.end("Success: it is there now.");
  else if (isPost) sendJson(response, 200, { success: true });
  else sendJson(response, 404, facts.error(404, "There is nothing here.", "not_found_error"));
}

async function readBody(request: IncomingMessage): Promise<Body | null> {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text === "" ? null : JSON.parse(text);
}

function generate(facts: EngineFacts, switches: Switches, body: Body, response: ServerResponse) {
  const { refusal } = switches;
  if (refusal) {
    response.writeHead(
      refusal.status,
      refusal.retryAfter ? { "retry-after": refusal.retryAfter } : {},
    );
    const why = facts.error(refusal.status, "why not", refusal.type ?? "some_error");
    response.end(refusal.body ?? JSON.stringify(why));
    return;
  }
  const [unknown] = unknownFields(facts, body);
  if (facts.isStrict && unknown) {
    sendJson(response, 400, facts.error(400, `Unknown field: ${unknown}.`, "bad_request"));
    return;
  }
  const held = switches.ignoresConstraints ? null : heldAnswer(body);
  const pieces = held === null ? switches.pieces : [held];
  void streamAnswer(facts, response, pieces, { fault: switches.fault, habits: switches, body });
}

/** The one answer that the trial constraints allow, wherever the dialect puts them. */
function heldAnswer(body: Body): string | null {
  const said = JSON.stringify(body);
  const { grammar, choice } = body;
  if (typeof grammar === "string") return /"(.*)"/.exec(grammar)?.[1] ?? null;
  if (Array.isArray(choice)) return String(choice[0]);
  const constant = /\\?"const\\?":\s*\\?"([^"\\]+)\\?"/.exec(said)?.[1];
  if (constant) return JSON.stringify({ k: constant });
  const pattern = /"(?:regex|value)":"\(?([^"()]+)\)?"/.exec(said)?.[1];
  return pattern ?? /"choice":\["([^"]+)"/.exec(said)?.[1] ?? null;
}
