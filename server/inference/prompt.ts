import { randomUUID } from "node:crypto";
import { Liquid, type Template } from "liquidjs";
import type { ModelDefinition } from "#contract/definition.ts";
import { isImageData } from "#contract/files.ts";
import type { InputDeclaration } from "#contract/inputs/declaration.ts";
import { type InputValues, promptValues } from "#contract/inputs/values.ts";
import { chatSegments } from "./chat-format.ts";
import type { InputSegment, Segment } from "./engine.ts";
import { ImageValue, type TemplateValues, templateValues } from "./template-values.ts";

/** By the clock, so that a busy machine does not refuse what an idle one takes. */
const RENDER_LIMIT_MS = 2_000;
const MEMORY_LIMIT = 10_000_000;

/** These inputs cannot be made into a prompt; the message says why. */
export class PromptError extends Error {
  override name = "PromptError";
  /** Of the template, counted from 1; null where none is to blame. */
  readonly line: number | null;

  constructor(message: string, line: number | null, options?: ErrorOptions) {
    super(message, options);
    this.line = line;
  }
}

/** What a model reads for one filled-in form; `texts` are those of files that the form only names. Throws PromptError. */
export function promptFor(
  { prompt, weights, inputs }: Pick<ModelDefinition, "prompt" | "weights" | "inputs">,
  given: InputValues,
  texts: Record<string, string> = {},
): Segment[] {
  const { chatFormat: format = "chatml" } = weights;
  const wanted = promptValues(inputs, given);
  if (format === "inputs") return inputSegments(inputs, wanted);
  const values = templateValues(inputs, wanted, texts);
  if (typeof prompt === "string") return renderPrompt(prompt, values);
  const messages = prompt.map(({ role, content }, index) => {
    try {
      const segments = renderPrompt(content, values);
      if (format === "engine") requireNoMarkers(segments);
      if (role !== "user") requireNoImages(segments);
      return { role, segments };
    } catch (cause) {
      if (!(cause instanceof PromptError)) throw cause;
      const line = cause.line === null ? "" : `, line ${cause.line}`;
      throw new PromptError(`message ${index + 1}${line}: ${cause.message}`, null, { cause });
    }
  });
  return chatSegments(format, messages);
}

const KEPT: { [Type in InputDeclaration["type"]]?: InputSegment["kept"] } = {
  ...{ image: "file", file: "file", secret: "secret" },
};

/** The inputs as they are, but for those that were left out. */
const inputSegments = (inputs: InputDeclaration[], values: InputValues): Segment[] =>
  inputs.flatMap(({ name, type }): Segment[] => {
    const value = values[name] ?? null;
    if (value === null) return [];
    const input: InputSegment = { name, value, kept: KEPT[type] ?? null };
    return [{ kind: "input", text: JSON.stringify(input) }];
  });

/** What vocabularies have for the ends of turns and the places of images; an engine that is sent text takes it for one. */
const MARKER =
  /<[|｜][^<>]{1,64}[|｜]>|<\/?s>|<\/?\w+_(?:of|token|image)\w*>|<image>|\[\/?(?:INST|IMG\w*|SYSTEM_PROMPT)\]/iu;

/** Throws PromptError for what an engine that writes the turns itself would take for the end of one. */
export function requireNoMarkers(segments: Segment[]): void {
  const typed = segments.filter(({ kind }) => kind === "text");
  const [marker] = typed.map(({ text }) => MARKER.exec(text)?.[0]).filter(Boolean);
  if (marker)
    throw new PromptError(`${marker} could end its turn there: write it in another way`, null);
}

function requireNoImages(segments: Segment[]): void {
  if (segments.some(({ kind }) => kind === "image"))
    throw new PromptError("images go into the user's messages only", null);
}

/**
 * Turns form values into a prompt. What the template says is `template` text, in which special tokens count; what a
 * `{{ … }}` puts in is always `text`, in which they never do. Throws PromptError.
 */
export function renderPrompt(template: string, values: TemplateValues): Segment[] {
  inserted = [];
  try {
    const pieces = String(liquid.renderSync(parse(template), values)).split(MARK);
    const segments = pieces.flatMap((piece, index): Segment[] => [
      { kind: "template", text: piece },
      inserted[index] ?? { kind: "text", text: "" },
    ]);
    return segments.filter(({ text }) => text !== "");
  } catch (cause) {
    throw promptError(cause);
  }
}

/** Liquid ends its sentences with where in the template it stopped. */
function promptError(cause: unknown): PromptError {
  const said = cause instanceof Error ? cause.message : String(cause);
  const [, what = said, line] = said.match(/^(.*), line:(\d+), col:\d+$/s) ?? [];
  return new PromptError(what, line === undefined ? null : Number(line), { cause });
}

/** No visitor can write it. */
const MARK = randomUUID();

/** What the render under way has put in; rendering is synchronous, so there is only ever one. */
let inserted: Segment[] = [];

const liquid = new Liquid({
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  renderLimit: RENDER_LIMIT_MS,
  memoryLimit: MEMORY_LIMIT,
  // Every output passes here as it is written: leave a mark in its place and keep the value apart.
  outputEscape: (value: unknown) => {
    inserted.push(
      value instanceof ImageValue
        ? { kind: "image", text: value.address }
        : { kind: "text", text: String(value) },
    );
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
  segments.map(readable).join("").trimStart();

function readable({ kind, text }: Segment): string {
  if (kind === "turn") return `\n\n[${text}]\n`;
  if (kind === "input") return `${text}\n`;
  return kind === "image" ? `[image ${isImageData(text) ? "" : text}]` : text;
}
