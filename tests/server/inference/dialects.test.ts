import { expect, test } from "@playwright/test";
import type { Constraint } from "#server/inference/engine.ts";
import { expectations, JSON_CONSTRAINT, withFields } from "../../support/dialect-expectations.ts";
import { type Subject, textOf, withSubject } from "../../support/dialect-subject.ts";
import type { FakeEngine } from "../../support/fake-engine.ts";
import type { DialectName } from "../../support/fake-engine-facts.ts";
import { until } from "../../support/installation.ts";

const CONSTRAINTS: Record<"json" | "regex" | "choice" | "grammar", Constraint> = {
  json: JSON_CONSTRAINT,
  regex: { kind: "regex", pattern: "a+" },
  choice: { kind: "choice", options: ["a", "b"] },
  grammar: { kind: "grammar", syntax: "gbnf", text: 'root ::= "a"' },
};

type Refusal = NonNullable<Parameters<FakeEngine["set"]>[0]["refusal"]>;

const TOO_LONG =
  '{"object":"error","message":"This model\'s maximum context length is 512 tokens.","code":400}';

const REFUSALS: [story: string, refusal: Refusal, kind: string][] = [
  ["a bad request", { status: 400 }, "bad_request"],
  ["a request that fails a check", { status: 422, type: "validation" }, "bad_request"],
  [
    "a prompt over the context",
    { status: 400, type: "exceed_context_size_error" },
    "context_overflow",
  ],
  [
    "a prompt over the context, in words alone",
    { status: 400, body: TOO_LONG },
    "context_overflow",
  ],
  ["a wrong key", { status: 401 }, "auth"],
  ["an unknown model", { status: 404 }, "model_not_found"],
  ["too many requests", { status: 429 }, "overloaded"],
  ["a model that is loading", { status: 503 }, "starting"],
  ["an engine that is full", { status: 503, retryAfter: "7" }, "overloaded"],
  ["a platform's page", { status: 502, body: "<html>Bad gateway</html>" }, "network"],
  ["a gateway's detail", { status: 422, body: '{"detail":"no such field"}' }, "bad_request"],
  ["a failed generation", { status: 424, type: "generation" }, "engine"],
  ["an inner error", { status: 500, body: "" }, "engine"],
];

for (const dialect of Object.keys(expectations) as DialectName[])
  test.describe(dialect, () => {
    const subject = withSubject(dialect);
    testRequests(dialect, subject);
    testAnswers(subject);
    testErrors(subject);
  });

function testRequests(dialect: DialectName, subject: () => Subject) {
  const expected = expectations[dialect];

  test("every value arrives under the engine's name for it or is told as dropped", async () => {
    const { fake, run } = subject();
    const events = await run();
    expect(fake.requests.at(-1)).toEqual(expected.body);
    expect(fake.unknown).toEqual([]);
    expect(fake.keys.at(-1)).toBe("Bearer secret");
    expect(events.at(-1)).toMatchObject({ type: "end", dropped: expected.dropped });
  });

  for (const [kind, constraint] of Object.entries(CONSTRAINTS))
    test(`a constraint by ${kind} arrives in the engine's words or is told as dropped`, async () => {
      const { fake, run } = subject();
      const fields = expected[kind as keyof typeof CONSTRAINTS];
      const end = (await run({ constraint })).at(-1);
      expect(fake.requests.at(-1)).toEqual(withFields(expected.body, fields ?? {}));
      expect(fake.unknown).toEqual([]);
      const dropped = fields ? expected.dropped : [...expected.dropped, "constraint"];
      expect(end).toMatchObject({ dropped });
    });

  test("an adapter is chosen in the engine's way", async () => {
    const { fake, run, base } = subject();
    await run({ target: { base, adapter: { name: "french", scale: 1 } } });
    expect(fake.requests.at(-1)).toEqual(withFields(expected.body, expected.adapter));
    expect(fake.unknown).toEqual([]);
  });

  test("nothing that an exact prediction needs makes a strict engine refuse it", async () => {
    const { fake, run } = subject();
    await run({ lane: "exact", cacheSalt: "somebody" });
    expect(fake.unknown).toEqual([]);
  });
}

function testAnswers(subject: () => Subject) {
  test("text streams piece by piece, with the end as the engine tells it", async () => {
    const events = await subject().run();
    const pieces = events.flatMap((event) => (event.type === "delta" ? [event.text] : []));
    expect(pieces).toEqual(["hello", " world"]);
    expect(events.at(-1)).toMatchObject({
      finish: "stop",
      usage: { prompt: 3, completion: 2 },
    });
  });

  test("pings, thoughts, no count of tokens and no end mark do no harm", async () => {
    const { fake, run } = subject();
    fake.set({ pings: true, reasoning: true, usage: false, done: false, finish: "length" });
    const events = await run();
    expect(textOf(events)).toBe("hello world");
    expect(events.at(-1)).toMatchObject({ finish: "length", usage: { completion: 2 } });
  });

  test("cancelling closes the connection to the engine", async () => {
    const { fake, run } = subject();
    fake.set({ fault: "stays open" });
    const before = { requests: fake.requests.length, disconnects: fake.disconnects() };
    const abort = new AbortController();
    const reason = new Error("the visitor changed their mind");
    const running = run({}, abort.signal);
    await until(() => fake.requests.length > before.requests);
    abort.abort(reason);
    await expect(running).rejects.toBe(reason);
    await until(() => fake.disconnects() === before.disconnects + 1);
  });
}

function testErrors(subject: () => Subject) {
  const failure = () =>
    subject()
      .run()
      .then(
        () => null,
        (error: unknown) => error,
      );

  for (const [story, refusal, kind] of REFUSALS)
    test(`${story} is told apart as ${kind}`, async () => {
      subject().fake.set({ refusal });
      expect(await failure()).toMatchObject({ name: "EngineError", kind });
    });

  test("an engine that is full says when to come back", async () => {
    subject().fake.set({ refusal: { status: 429, retryAfter: "7" } });
    expect(await failure()).toMatchObject({ kind: "overloaded", retryAfterMs: 7000 });
  });

  for (const [fault, kind] of [
    ["errors", "engine"],
    ["overloaded", "overloaded"],
    ["breaks off", "network"],
    ["is garbage", "engine"],
    ["resets", "network"],
  ] as const)
    test(`an answer that ${fault} in the middle ends as ${kind}`, async () => {
      subject().fake.set({ fault });
      expect(await failure()).toMatchObject({ name: "EngineError", kind });
    });
}
