import { expect, test } from "@playwright/test";
import type { Segment } from "#server/inference/engine.ts";
import { JSON_CONSTRAINT } from "../../support/dialect-expectations.ts";
import { textOf, withSubject } from "../../support/dialect-subject.ts";

const IMAGE = "data:image/png;base64,iVBORw0KGgo=";

/** As a model's messages come to the client: the turns, the template's words, an image, and what a visitor typed. */
const SEGMENTS: Segment[] = [
  { kind: "turn", text: "system" },
  { kind: "template", text: "Be brief." },
  { kind: "turn", text: "user" },
  { kind: "image", text: IMAGE },
  { kind: "template", text: "\nIt stands in: " },
  { kind: "text", text: "a “report”" },
];

const MESSAGES = [
  { role: "system", content: "Be brief." },
  {
    role: "user",
    content: [
      { type: "image_url", image_url: { url: IMAGE } },
      { type: "text", text: "\nIt stands in: a “report”" },
    ],
  },
];

for (const dialect of ["vllm", "llama-server", "sglang", "trtllm", "openai"] as const)
  test.describe(dialect, () => {
    const subject = withSubject(dialect);

    test("messages go as they are, with their images, and the answer comes as any other", async () => {
      const { fake, run } = subject();
      expect(textOf(await run({ segments: SEGMENTS, constraint: JSON_CONSTRAINT }))).toBe(
        "hello world",
      );
      const sent = fake.requests.at(-1);
      expect(sent?.messages).toEqual(MESSAGES);
      expect(sent).not.toHaveProperty("prompt");
      expect(fake.unknown).toEqual([]);
    });

    test("messages without images are plain text, which engines without eyes take as well", async () => {
      const { fake, run } = subject();
      await run({ segments: SEGMENTS.filter(({ kind }) => kind !== "image") });
      expect(fake.requests.at(-1)?.messages).toEqual([
        { role: "system", content: "Be brief." },
        { role: "user", content: "\nIt stands in: a “report”" },
      ]);
    });
  });

test.describe("ollama", () => {
  const subject = withSubject("ollama");

  test("messages go to its own chat, their images as base64 alone", async () => {
    const { fake, run } = subject();
    expect(textOf(await run({ segments: SEGMENTS, constraint: JSON_CONSTRAINT }))).toBe(
      "hello world",
    );
    expect(fake.requests.at(-1)).toMatchObject({
      messages: [
        { role: "system", content: "Be brief." },
        { role: "user", content: "\nIt stands in: a “report”", images: ["iVBORw0KGgo="] },
      ],
      options: { num_ctx: 512 },
    });
    expect(fake.unknown).toEqual([]);
  });
});

for (const dialect of ["bundled", "tgi"] as const)
  test.describe(dialect, () => {
    const subject = withSubject(dialect);

    test("is asked for no chat, as it has none of this kind", async () => {
      const { engine, run } = subject();
      expect(engine.takes).toEqual(["prompt"]);
      await expect(run({ segments: SEGMENTS })).rejects.toThrow("take no messages");
    });
  });
