import path from "node:path";
import type { DefinitionFiles } from "./definition-folder.ts";
import { DefinitionError, readYaml, type WrittenPart } from "./definition-text.ts";

const MISSING =
  "is missing or empty; it holds the prompt (as a template in prompt.liquid, or as messages in prompt.yaml)";

/** The prompt of a model's texts: a template, or a list of messages; its value is undefined where there is neither. `folder` heads complaints. Throws DefinitionError where there are two. */
export function readPrompt(files: DefinitionFiles, folder: string): WrittenPart {
  const { "prompt.liquid": template, "prompt.yaml": messages } = files;
  const liquid = path.join(folder, "prompt.liquid");
  const yaml = path.join(folder, "prompt.yaml");
  const refuse = (file: string, message: string) =>
    new DefinitionError({ file, line: null, message });
  if (template !== undefined && messages !== undefined)
    throw refuse(
      yaml,
      "stands beside prompt.liquid, and there is one prompt: remove one of the two",
    );
  if (messages) return readMessages(yaml, messages);
  const file = template === undefined && messages !== undefined ? yaml : liquid;
  const complain = (_keys: PropertyKey[], message: string) => ({
    ...{ file, line: null, message: template ? message : MISSING },
  });
  return { file, value: template || undefined, complain };
}

function readMessages(file: string, text: string): WrittenPart {
  const { value, complain } = readYaml(file, text);
  if (Array.isArray(value)) return { file, value, complain };
  const message = 'is no list of messages; it begins with "- role: system"';
  throw new DefinitionError({ file, line: 1, message });
}
