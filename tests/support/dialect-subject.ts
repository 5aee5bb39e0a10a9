import { test } from "@playwright/test";
import { dialects } from "#server/inference/dialects.ts";
import type { EngineEvent, GenerateRequest } from "#server/inference/engine.ts";
import { openAiEngine, type RemoteEngine } from "#server/inference/openai.ts";
import { SAMPLING, SEGMENTS } from "./dialect-expectations.ts";
import { type FakeEngine, startFakeEngine } from "./fake-engine.ts";
import type { DialectName } from "./fake-engine-facts.ts";

export const WEIGHTS = "a".repeat(64);

/** Vitrine's client in front of a fake engine of one dialect. */
export type Subject = {
  fake: FakeEngine;
  engine: RemoteEngine;
  /** Our name for the weights: the bundled engine alone knows ours, the fake's are `org/base`. */
  base: string;
  request(changes?: Partial<GenerateRequest>): GenerateRequest;
  run(changes?: Partial<GenerateRequest>, signal?: AbortSignal): Promise<EngineEvent[]>;
};

/** Starts and ends one around the tests of the surrounding group, all switches back before each. */
export function withSubject(dialect: DialectName): () => Subject {
  let subject: Subject | undefined;
  const current = () => {
    if (!subject) throw new Error("The fake engine is not up yet.");
    return subject;
  };
  test.beforeAll(async () => {
    subject = subjectFor(dialect, await startFakeEngine(dialect));
  });
  test.beforeEach(() => current().fake.set({}));
  test.afterAll(() => current().fake.close());
  return current;
}

/** The client that Vitrine has for this dialect, on a fake engine. */
export function clientFor(dialect: DialectName, url: string): RemoteEngine {
  if (dialect === "bundled") return openAiEngine(dialects.bundled, { url, token: "secret" });
  const adapters = { french: { name: "french", id: 3, path: "/loras/french" } };
  const models = [{ weights: WEIGHTS, base: "org/base", contextLength: 512, adapters }];
  return openAiEngine(dialects[dialect], { url, token: "secret", models });
}

function subjectFor(dialect: DialectName, fake: FakeEngine): Subject {
  const engine = clientFor(dialect, fake.url);
  const base = dialect === "bundled" ? "org/base" : WEIGHTS;
  const request = (changes: Partial<GenerateRequest> = {}): GenerateRequest => ({
    ...{ id: "p", target: { base, adapter: null }, segments: SEGMENTS, sampling: SAMPLING },
    ...{ constraint: { kind: "none" }, lane: "shared", cacheSalt: null },
    ...changes,
  });
  return {
    ...{ fake, engine, base, request },
    run: (changes, signal) =>
      collect(engine.generate(request(changes), signal ?? new AbortController().signal)),
  };
}

export async function collect(events: AsyncIterable<EngineEvent>): Promise<EngineEvent[]> {
  const collected: EngineEvent[] = [];
  for await (const event of events) collected.push(event);
  return collected;
}

export const textOf = (events: EngineEvent[]): string =>
  events.map((event) => (event.type === "delta" ? event.text : "")).join("");
