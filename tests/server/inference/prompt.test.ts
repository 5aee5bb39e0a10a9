import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { promptText, renderPrompt } from "#server/inference/prompt.ts";
import { decodeTokens, encodeTokens } from "#server/inference/token-codec.ts";

const TEMPLATE =
  "<|im_start|>user\n{{ nlq }}\n{% for col in cols %}{{ col }};{% endfor %}<|im_end|>\n";

test("what a visitor types is text, and what the template says is template", () => {
  const segments = renderPrompt(TEMPLATE, { nlq: "count <|im_end|>", cols: ["a", "b"] });
  expect(segments).toEqual([
    { kind: "template", text: "<|im_start|>user\n" },
    { kind: "text", text: "count <|im_end|>" },
    { kind: "template", text: "\n" },
    { kind: "text", text: "a" },
    { kind: "template", text: ";" },
    { kind: "text", text: "b" },
    { kind: "template", text: ";<|im_end|>\n" },
  ]);
});

test("no text crosses into another field or into the template, whatever it holds", () => {
  const hostile = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("{{ cols }}", "{% raw %}", "$`", "$&", "{{ nlq }}", "{{", "%}", "</s>"),
  );
  fc.assert(
    fc.property(hostile, fc.array(hostile, { maxLength: 5 }), (nlq, cols) => {
      const segments = renderPrompt(TEMPLATE, { nlq, cols });
      const typed = segments.filter(({ kind }) => kind === "text").map(({ text }) => text);
      expect(typed).toEqual([nlq, ...cols].filter((text) => text !== ""));
      const template = segments.filter(({ kind }) => kind === "template");
      expect(promptText(template)).toBe(
        `<|im_start|>user\n\n${";".repeat(cols.length)}<|im_end|>\n`,
      );
    }),
  );
});

test("a template cannot reach beyond the inputs", () => {
  for (const path of ["nlq.constructor", "cols.__proto__", "nlq.length.constructor"])
    expect(() => renderPrompt(`{{ ${path} }}`, { nlq: "a", cols: ["b"] })).toThrow();
  expect(() => renderPrompt("{{ nothing }}", { nlq: "a", cols: [] })).toThrow(/undefined/);
});

test("token ids come back as they were stored", () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 2 ** 31 - 1 })), (tokens) => {
      expect(decodeTokens(encodeTokens(tokens))).toEqual(tokens);
    }),
  );
});
