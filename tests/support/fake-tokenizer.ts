import type { DialectName } from "./fake-engine-facts.ts";

export const BOS = 0;
/** The special tokens of the fake vocabulary. */
export const SPECIAL: Record<string, number> = { "<|im_start|>": 1, "<|im_end|>": 2 };

/** One id a word, one a special token where those are looked for, and an opening one where that is asked for. */
export function fakeTokens(dialect: DialectName, body: Record<string, unknown>): number[] {
  if (dialect === "bundled") {
    const segments = body.content as { kind: string; text: string }[];
    return segments.flatMap(({ kind, text }) => idsOf(text, kind === "template"));
  }
  if (dialect === "llama-server") {
    const ids = idsOf(String(body.content), body.parse_special === true);
    return body.add_special ? [BOS, ...ids] : ids;
  }
  // Tokenizers of Python's transformers find special tokens in any text.
  const ids = idsOf(String(body.prompt), true);
  const opens = dialect === "trtllm" || body.add_special_tokens !== false;
  return opens ? [BOS, ...ids] : ids;
}

function idsOf(text: string, withSpecial: boolean): number[] {
  const parts = withSpecial ? text.split(/(<\|im_start\|>|<\|im_end\|>)/) : [text];
  return parts.flatMap((part) => {
    const special = SPECIAL[part];
    return withSpecial && special !== undefined
      ? [special]
      : part.split(/\s+/).filter(Boolean).map(wordId);
  });
}

/** The same word always has the same id. */
export const wordId = (word: string): number =>
  [...word].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 100_003, 7) + 10;
