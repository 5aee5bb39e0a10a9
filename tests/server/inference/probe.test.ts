import { expect, test } from "@playwright/test";
import { probe } from "#server/inference/client/probe.ts";
import { expectations } from "../../support/dialect-expectations.ts";
import { withSubject } from "../../support/dialect-subject.ts";
import type { DialectName } from "../../support/fake-engine-facts.ts";

for (const dialect of Object.keys(expectations) as DialectName[])
  test.describe(dialect, () => {
    const subject = withSubject(dialect);
    const tryOut = () => {
      const { engine, base } = subject();
      return probe(engine, { base, adapter: null });
    };
    const { regex, choice, grammar } = expectations[dialect];
    const kinds = [
      "json",
      ...(regex ? ["regex"] : []),
      ...(choice ? ["choice"] : []),
      ...(grammar ? ["grammar"] : []),
    ];

    test("an engine that keeps constraints is known to keep every kind it has words for", async () => {
      const { at, constraints } = await tryOut();
      expect(constraints).toEqual(Object.fromEntries(kinds.map((kind) => [kind, "kept"])));
      expect(Date.now() - at.getTime()).toBeLessThan(60_000);
    });

    test("an engine that ignores constraints without a word is found out", async () => {
      subject().fake.set({ ignoresConstraints: true });
      const { constraints } = await tryOut();
      expect(constraints).toEqual(Object.fromEntries(kinds.map((kind) => [kind, "ignored"])));
    });

    test("an engine that refuses constraints is known to, one that is full is asked again", async () => {
      subject().fake.set({ refusal: { status: 400 } });
      const { constraints } = await tryOut();
      expect(constraints).toEqual(Object.fromEntries(kinds.map((kind) => [kind, "refused"])));
      subject().fake.set({ refusal: { status: 429 } });
      await expect(tryOut()).rejects.toMatchObject({ kind: "overloaded" });
    });
  });

test.describe("an engine behind a gateway that passes on OpenAI's routes alone", () => {
  const subject = withSubject("vllm");

  test("is used all the same, with prompts as text, and that is known", async () => {
    const { fake, engine, base, run } = subject();
    fake.set({ onlyOpenAi: true });
    expect((await engine.models())[0]?.state.kind).toBe("ready");
    expect(engine.specialTokensMayCount).toBe(false);
    await probe(engine, { base, adapter: null });
    expect(engine.specialTokensMayCount).toBe(true);
    await run();
    expect(fake.requests.at(-1)?.prompt).toBe("<|im_start|>hi <|im_end|><|im_end|>");
  });
});
