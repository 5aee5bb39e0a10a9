import { publishCopy, withParts } from "./own-models.ts";

const PROMPT = "<|im_start|>user\nNotes:\n{{ notes }}<|im_end|>\n<|im_start|>assistant\n";

/** Publishes a model that reads a text file of up to so many characters, and writes a word. */
export const publishFileReader = (owner: string, name: string, maxLength = 200): Promise<string> =>
  publishCopy(owner, name, {
    ...withParts({
      inputs: [{ name: "notes", type: "file", title: "Notes", maxLength }],
      output: { kind: "text" },
      prompt: PROMPT,
      example: { notes: `data:text/plain;base64,${btoa("an example")}` },
    }),
  });
