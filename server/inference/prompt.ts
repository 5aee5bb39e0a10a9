import { randomUUID } from "node:crypto";
import { Liquid, type Template } from "liquidjs";
import type { InputValues } from "#contract/inputs/values.ts";
import type { Segment } from "./engine.ts";

/** By the clock, so that a busy machine does not refuse what an idle one takes. */
const RENDER_LIMIT_MS = 2_000;
const MEMORY_LIMIT = 10_000_000;

/** These inputs cannot be made into a prompt; the message says why. */
export class PromptError extends Error {
  override name = "PromptError";
}

/**
 * Turns form values into a prompt. What the template says is `template` text, in which special tokens count; what a
 * `{{ … }}` puts in is always `text`, in which they never do. Throws PromptError.
 */
export function renderPrompt(template: string, values: InputValues): Segment[] {
  inserted = [];
  try {
    const pieces = String(liquid.renderSync(parse(template), values)).split(MARK);
    const segments = pieces.flatMap((piece, index): Segment[] => [
      { kind: "template", text: piece },
      { kind: "text", text: inserted[index] ?? "" },
    ]);
    return segments.filter(({ text }) => text !== "");
  } catch (cause) {
    throw new PromptError(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

/** No visitor can write it. */
const MARK = randomUUID();

/** What the render under way has put in; rendering is synchronous, so there is only ever one. */
let inserted: string[] = [];

const liquid = new Liquid({
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  renderLimit: RENDER_LIMIT_MS,
  memoryLimit: MEMORY_LIMIT,
  // Every output passes here as it is written: leave a mark in its place and keep the value apart.
  outputEscape: (value: unknown) => {
    inserted.push(String(value));
    return MARK;
  },
});

const parsed = new Map<string, Template[]>();

/** Templates are those of versions: few, and immutable. */
function parse(template: string): Template[] {
  const known = parsed.get(template) ?? liquid.parse(template);
  parsed.set(template, known);
  return known;
}

/** The prompt as one text, for people to read. */
export const promptText = (segments: Segment[]): string =>
  segments.map(({ text }) => text).join("");
