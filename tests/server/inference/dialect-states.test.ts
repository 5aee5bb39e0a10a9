import { expect, test } from "@playwright/test";
import { dialects } from "#server/inference/dialects.ts";
import { openAiEngine } from "#server/inference/openai.ts";
import { freePort } from "#server/launch/ports.ts";
import { expectations } from "../../support/dialect-expectations.ts";
import { clientFor, WEIGHTS, withSubject } from "../../support/dialect-subject.ts";
import type { DialectName } from "../../support/fake-engine-facts.ts";
import type { FakeState } from "../../support/fake-engine-models.ts";

/** How each engine's states read; what is missing cannot be told from `ready`, or cannot happen. */
const STATES: Record<DialectName, Partial<Record<FakeState, string>>> = {
  bundled: { loading: "loading", asleep: "asleep", died: "failed", unloaded: "unloaded" },
  vllm: { loading: "loading", asleep: "asleep" },
  "llama-server": { loading: "loading", asleep: "asleep", died: "failed", unloaded: "unloaded" },
  sglang: { loading: "loading" },
  tgi: { loading: "loading" },
  trtllm: { loading: "loading" },
  ollama: { unloaded: "unloaded" },
  openai: { loading: "loading" },
};

for (const dialect of Object.keys(expectations) as DialectName[])
  test.describe(dialect, () => {
    const subject = withSubject(dialect);
    // One that has answered before is told apart from one that is still starting: a new client for each.
    const stateNow = async () => {
      const models = await clientFor(dialect, subject().fake.url).models();
      return models.find(({ base }) => base === subject().base);
    };

    test("a model that is ready says how much it reads", async () => {
      expect(await stateNow()).toMatchObject({ state: { kind: "ready" }, contextLength: 512 });
    });

    for (const [state, kind] of Object.entries(STATES[dialect]))
      test(`an engine that is ${state} reads as ${kind}`, async () => {
        subject().fake.set({ state: state as FakeState });
        expect((await stateNow())?.state.kind).toBe(kind);
      });
  });

const served = (name: DialectName, url: string) =>
  openAiEngine(dialects[name], {
    ...{ url, token: undefined },
    models: [{ weights: WEIGHTS, base: "org/other", contextLength: null, adapters: {} }],
  });

test.describe("an engine elsewhere", () => {
  const subject = withSubject("vllm");

  test("that is not there yet is starting; one that was there before is away", async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    const [model] = await clientFor("vllm", url).models();
    expect(model?.state).toEqual({ kind: "loading", progress: null });
    const { fake, engine } = subject();
    expect((await engine.models())[0]?.state.kind).toBe("ready");
    fake.set({ state: "died" });
    expect((await engine.models())[0]?.state.kind).toBe("failed");
  });

  test("without a model of that name says so", async () => {
    const [model] = await served("vllm", subject().fake.url).models();
    expect(model?.state).toMatchObject({
      kind: "failed",
      reason: expect.stringContaining("no model called org/other"),
    });
  });

  test("that speaks another protocol is not taken for one that is starting", async () => {
    const [model] = await served("ollama", subject().fake.url).models();
    expect(model?.state.kind).toBe("failed");
  });

  test("that sleeps is woken, and is brought the adapter that it lacks", async () => {
    const { fake, engine, base } = subject();
    await engine.ensure({ base, adapter: { name: "french", scale: 1 } }, 512);
    expect(fake.calls.map(({ path }) => path)).toContain("/wake_up");
    expect(fake.calls.at(-1)).toEqual({
      path: "/v1/load_lora_adapter",
      body: { lora_name: "french", lora_path: "/loras/french" },
    });
    await engine.release({ base, adapter: { name: "french", scale: 1 } });
    expect(fake.calls.at(-1)).toEqual({
      path: "/v1/unload_lora_adapter",
      body: { lora_name: "french" },
    });
  });

  test("runs no adapter at another strength than the model asks for", async () => {
    const { run, base } = subject();
    await expect(
      run({ target: { base, adapter: { name: "french", scale: 0.5 } } }),
    ).rejects.toMatchObject({ kind: "bad_request" });
  });

  test("tells how busy it is", async () => {
    const { fake, engine } = subject();
    fake.set({
      metrics: [
        "# TYPE vllm:num_requests_running gauge",
        'vllm:num_requests_running{model_name="a b",engine="0"} 3.0',
        'vllm:num_requests_running{model_name="c"} 1',
        'vllm:num_requests_waiting{model_name="c"} 2',
        "vllm:num_requests_waiting_total 99",
      ].join("\n"),
    });
    expect(await engine.load()).toEqual({ running: 4, waiting: 2, kvUsed: null });
  });

  test("is described by what it tells of itself", async () => {
    const end = (await subject().run()).at(-1);
    expect(end).toMatchObject({
      environment: {
        id: expect.stringMatching(/^[0-9a-f]{64}$/),
        facts: {
          engine: { dialect: "vllm", version: "1.2.3", base: "org/base", adapter: null },
          weights: { sha256: WEIGHTS },
        },
      },
    });
  });
});

test.describe("the bundled engine", () => {
  const subject = withSubject("bundled");

  test("lists its weights without its adapters, by our names", async () => {
    expect(await subject().engine.models()).toEqual([
      {
        ...{ base: "org/base", state: { kind: "ready" }, contextLength: 512, slots: 2 },
        loadMs: null,
      },
      {
        ...{ base: "other", state: { kind: "loading", progress: 0.4 }, contextLength: 512 },
        ...{ slots: 2, loadMs: null },
      },
    ]);
  });

  test("lists nothing while it is not there", async () => {
    const url = `http://127.0.0.1:${await freePort()}`;
    expect(await clientFor("bundled", url).models()).toEqual([]);
  });

  test("is asked to load weights with the room that the model needs", async () => {
    await subject().engine.ensure({ base: "org/base", adapter: null }, 2048);
    expect(subject().fake.calls.at(-1)).toEqual({
      path: "/models/load",
      body: { model: "org/base", n_ctx: 2048 },
    });
  });

  test("is told who may share a prompt's beginning", async () => {
    const { fake, run } = subject();
    await run({ cacheSalt: "somebody", lane: "exact" });
    expect(fake.requests.at(-1)).toMatchObject({ lane: "exact", cache_salt: "somebody" });
  });
});
