import { z } from "zod";
import type { Dialect, Tokenizer, WirePrompt } from "../dialects/dialect.ts";
import { EngineError, type Segment } from "../engine.ts";
import { type Connection, call } from "./http.ts";

/** What looks like a special token in any known vocabulary: `<|im_end|>`, `</s>`, `<｜end▁of▁sentence｜>`, `[INST]`. */
const MARKER = /<[^\s<>]{1,64}>|<[|｜][^<>]{1,64}[|｜]>|\[\/?[A-Z_]{2,32}\]/gu;

const CACHE_MAX = 500;

const answers = z.union([
  z.object({ tokens: z.array(z.int()) }),
  z.object({ tokens: z.array(z.object({ id: z.int() })) }),
]);

/** Turns prompts into ids by asking the engine's own tokenizer, so that nothing a visitor typed becomes a special token. */
export type PromptTokens = {
  /** From now on prompts go as text, in which what was typed may count as special tokens. */
  giveUp(): void;
  hasGivenUp(): boolean;
  /** The prompt in the form that the dialect takes. Throws EngineError. */
  wire(model: string, segments: Segment[]): Promise<WirePrompt>;
  /** Throws EngineError where the engine has no tokenizer to ask. */
  ids(model: string, segments: Segment[]): Promise<number[]>;
};

export function promptTokens(dialect: Dialect, connection: Connection): PromptTokens {
  // Templates are the same in every prompt: asked once. What visitors type is kept nowhere.
  const cache = new Map<string, Promise<number[]>>();
  let isText = dialect.prompt === "text";
  const askOnce = (body: unknown): Promise<number[]> => {
    const key = JSON.stringify(body);
    const known = cache.get(key);
    if (known !== undefined) return known;
    const asked = askTokens(dialect, connection, body);
    if (cache.size >= CACHE_MAX) cache.delete([...cache.keys()][0] ?? "");
    cache.set(key, asked);
    asked.catch(() => cache.delete(key));
    return asked;
  };
  const ids = async (model: string, segments: Segment[]) => {
    if (dialect.prompt === "segments")
      return askTokens(dialect, connection, { model, content: segments });
    const { tokenizer } = dialect;
    if (!tokenizer)
      throw new EngineError("engine", "This engine does not tell how it cuts text into tokens.");
    return joinTokens(tokenizer, segments, (segment, first) => {
      const body = tokenizer.body(model, segment, first);
      const isKept = segment.kind === "template";
      return isKept ? askOnce(body) : askTokens(dialect, connection, body);
    });
  };
  return {
    giveUp: () => {
      isText = true;
    },
    hasGivenUp: () => isText,
    ids,
    wire: async (model, segments) => {
      if (dialect.prompt === "segments") return segments;
      return isText ? segments.map(({ text }) => text).join("") : ids(model, segments);
    },
  };
}

type Ask = (segment: Segment, first: boolean) => Promise<number[]>;

async function askTokens(
  dialect: Dialect,
  connection: Connection,
  body: unknown,
): Promise<number[]> {
  const path = dialect.paths.tokenize ?? "/tokenize";
  const answer = answers.safeParse(await call(connection, { path, body }));
  if (!answer.success)
    throw new EngineError("engine", "The engine's tokenizer answered with something else.");
  return answer.data.tokens.map((token) => (typeof token === "number" ? token : token.id));
}

async function joinTokens(tokenizer: Tokenizer, segments: Segment[], ask: Ask) {
  const pieces = tokenizer.literal ? segments : segments.flatMap(breakMarkers);
  const opening = tokenizer.alwaysOpens ? await ask({ kind: "template", text: "" }, true) : [];
  const asked = async (piece: Segment, first: boolean) => {
    const found = await ask(piece, first);
    return !first && startsWith(found, opening) ? found.slice(opening.length) : found;
  };
  const parts = await Promise.all(pieces.map((piece, index) => asked(piece, index === 0)));
  if (!tokenizer.literal) await requireLiteral(segments, pieces, parts, asked);
  const [head] = pieces;
  if (head?.kind === "template" && parts[0])
    parts[0] = withoutDoubleOpening(parts[0], await asked(head, false));
  return parts.flat();
}

/** Some templates write the opening token that the tokenizer adds as well. */
function withoutDoubleOpening(opened: number[], plain: number[]): number[] {
  return opened.length > plain.length && plain[0] === opened[0] ? plain : opened;
}

/** Cuts every marker that a visitor typed behind its first character: apart, neither half is a special token. */
function breakMarkers(segment: Segment): Segment[] {
  if (segment.kind === "template") return [segment];
  const cuts = [...segment.text.matchAll(MARKER)].map(({ index }) => index + 1);
  const bounds = [0, ...cuts, segment.text.length];
  return bounds
    .slice(1)
    .map((end, index): Segment => ({ kind: "text", text: segment.text.slice(bounds[index], end) }))
    .filter(({ text }) => text !== "");
}

/** The last word is the engine's: none of the ids that the template's own markers have may come out of typed text. */
async function requireLiteral(
  segments: Segment[],
  pieces: Segment[],
  parts: number[][],
  ask: Ask,
): Promise<void> {
  const templates = segments.filter(({ kind }) => kind === "template");
  const markers = new Set(templates.flatMap(({ text }) => text.match(MARKER) ?? []));
  const special = new Set<number>();
  for (const text of markers) {
    const found = await ask({ kind: "template", text }, false);
    if (found.length === 1 && found[0] !== undefined) special.add(found[0]);
  }
  const typed = parts.filter((_, index) => pieces[index]?.kind === "text").flat();
  if (typed.some((id) => special.has(id)))
    throw new EngineError(
      "bad_request",
      "This text holds a marker that the engine would take for the end of a turn: write it in another way.",
    );
}

const startsWith = (list: number[], beginning: number[]): boolean =>
  beginning.length > 0 && beginning.every((id, index) => list[index] === id);
