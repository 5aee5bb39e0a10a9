import { LineCounter, parseDocument } from "yaml";
import type { z } from "zod";
import type { Mistake } from "#contract/draft.ts";

/** A model's files that cannot be published; the message has a line for each mistake. */
export class DefinitionError extends Error {
  override name = "DefinitionError";
  readonly mistakes: Mistake[];

  constructor(mistakes: Mistake | Mistake[], options?: ErrorOptions) {
    const all = [mistakes].flat().toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));
    super(all.map(inWords).join("\n"), options);
    this.mistakes = all;
  }
}

const inWords = ({ file, line, message }: Mistake): string =>
  `${file}${line === null ? "" : `:${line}`}: ${message}`;

/** What a YAML file says. */
export type YamlText = {
  value: unknown;
  /** A complaint about what stands at `keys`, or is missing there, with its line. */
  complain(keys: PropertyKey[], message: string): Mistake;
};

/** What one file gives to a definition, as it was written and unchecked. */
export type WrittenPart = YamlText & { file: string };

/** Reads a file's one YAML document; `file` heads complaints. Throws DefinitionError, also for aliases that would grow without bounds. */
export function readYaml(file: string, text: string): YamlText {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: "error" });
  const lineAt = (offset: number | undefined) => lines.linePos(offset ?? 0).line;
  for (const error of document.errors)
    throw new DefinitionError({ file, line: lineAt(error.pos[0]), message: error.message });
  /** Where the value at `keys` begins or, where there is none, what it should be in. */
  const offsetOf = (keys: PropertyKey[]): number | undefined => {
    const node = document.getIn(keys, true) as { range?: [number, number, number] } | undefined;
    if (node?.range || keys.length === 0) return node?.range?.[0];
    return offsetOf(keys.slice(0, -1));
  };
  const complain = (keys: PropertyKey[], message: string): Mistake => {
    const where = keys.join(".") || "the whole";
    const what = document.hasIn(keys) ? message : `is missing (${message})`;
    return { file, line: lineAt(offsetOf(keys)), message: `${where}: ${what}` };
  };
  try {
    return { value: document.toJS(), complain };
  } catch (cause) {
    const message = "its aliases (*name) cannot be resolved";
    throw new DefinitionError({ file, line: null, message }, { cause });
  }
}

/**
 * Where an issue stands and what it says: an unknown key where it stands itself, not where what it is in begins; of a value
 * that is none of several kinds what is wrong with the kind that it comes closest to.
 */
export function placesOf(issue: z.core.$ZodIssue): { keys: PropertyKey[]; message: string }[] {
  const at = (inner: z.core.$ZodIssue) =>
    placesOf(inner).map(({ keys, message }) => ({ keys: [...issue.path, ...keys], message }));
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({
      keys: [...issue.path, key],
      message: "is no key known here",
    }));
  if (issue.code === "invalid_union") {
    const [closest] = issue.errors.toSorted((a, b) => depthOf(b) - depthOf(a));
    if (closest && depthOf(closest) > 0) return closest.flatMap(at);
  }
  return [{ keys: issue.path, message: issue.message }];
}

const depthOf = (issues: z.core.$ZodIssue[]): number =>
  Math.max(0, ...issues.map(({ path }) => path.length));
