import path from "node:path";
import type { DefinitionFiles } from "./definition-folder.ts";
import { DefinitionError, readYaml, type WrittenPart } from "./definition-text.ts";

/** The examples of a model's texts, unchecked; undefined where there is no such file. `folder` heads complaints. Throws DefinitionError for what is no JSON. */
export function readExamples(files: DefinitionFiles, folder: string): WrittenPart {
  const file = path.join(folder, "examples.json");
  const text = files["examples.json"];
  if (text === undefined) {
    const message = 'is missing; it lists at least one {"input": …}';
    return { file, value: undefined, complain: () => ({ file, line: null, message }) };
  }
  const value = parseJson(file, text);
  // JSON is YAML as well, which knows its lines.
  return { file, value, complain: readYaml(file, text).complain };
}

function parseJson(file: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const position = String(cause).match(/position (\d+)/)?.[1];
    const line = position ? text.slice(0, Number(position)).split("\n").length : null;
    const message = "is not valid JSON: check its quotes, commas and brackets";
    throw new DefinitionError({ file, line, message }, { cause });
  }
}
