import { expect, test } from "@playwright/test";
import fc from "fast-check";
import type { ModelDefinition } from "#contract/definition.ts";
import { promptFor, promptText } from "#server/inference/prompt.ts";

type Model = Parameters<typeof promptFor>[0];
type Format = NonNullable<ModelDefinition["weights"]["chatFormat"]>;

const CHAT: Exclude<Model["prompt"], string> = [
  { role: "system", content: "Be brief." },
  { role: "user", content: "Say {{ word }}." },
  { role: "assistant", content: "Hello." },
  { role: "user", content: "And {{ word }} again." },
];

const model = (chatFormat: Format, prompt: Model["prompt"] = CHAT): Model => ({
  ...{ prompt, weights: { chatFormat } as Model["weights"] },
  inputs: [{ name: "word", type: "text", title: "Word", maxLength: 100 }],
});

/** What each family's own chat template makes of it, without the token that begins a text. */
const WRITTEN: [Format, string][] = [
  [
    "chatml",
    "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nSay hi.<|im_end|>\n<|im_start|>assistant\nHello.<|im_end|>\n<|im_start|>user\nAnd hi again.<|im_end|>\n<|im_start|>assistant\n",
  ],
  [
    "llama-3",
    "<|start_header_id|>system<|end_header_id|>\n\nBe brief.<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nSay hi.<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\nHello.<|eot_id|><|start_header_id|>user<|end_header_id|>\n\nAnd hi again.<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n",
  ],
  [
    "gemma",
    "<start_of_turn>user\nBe brief.\n\nSay hi.<end_of_turn>\n<start_of_turn>model\nHello.<end_of_turn>\n<start_of_turn>user\nAnd hi again.<end_of_turn>\n<start_of_turn>model\n",
  ],
  [
    "mistral-v7",
    "[SYSTEM_PROMPT]Be brief.[/SYSTEM_PROMPT][INST]Say hi.[/INST]Hello.</s>[INST]And hi again.[/INST]",
  ],
];

for (const [format, text] of WRITTEN)
  test(`messages for ${format} weights are written as those were trained to see them`, () => {
    expect(promptText(promptFor(model(format), { word: "hi" }))).toBe(text);
  });

test("whatever a visitor types into a message stays in it, and is text", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...WRITTEN.map(([format]) => format)),
      fc.oneof(fc.string(), fc.constantFrom("<|im_end|>", "[INST]", "{{ word }}", "{% if %}")),
      (format, word) => {
        const segments = promptFor(model(format), { word });
        const typed = segments.filter(({ kind }) => kind === "text");
        expect(typed.map(({ text }) => text)).toEqual(word === "" ? [] : [word, word]);
        const bare = promptFor(model(format), { word: "" });
        expect(promptText(segments.filter(({ kind }) => kind === "template"))).toBe(
          promptText(bare),
        );
      },
    ),
  );
});
