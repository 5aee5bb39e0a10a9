import { quoteGbnf } from "../literal-trie.ts";
import { REASON_MAX, REPLACE_MAX } from "./edits.ts";
import { PHRASE_WORDS_MAX, type Span, wordsOf } from "./quotes.ts";

/** Longer ones the engine does not take: those of texts of very long words. */
const charactersMax = 200_000;

/**
 * GBNF of edits to a text, `[{"find","replace","reason"}]` without spaces between: each finds words that stand behind those
 * of the one before it, or is the same once more. Null of a text that is too long for it, or has no words.
 */
export function editsGrammar(text: string): string | null {
  const words = wordsOf(text);
  if (words.length === 0) return null;
  const last = words.length - 1;
  const grammar = [
    `root ::= "[" ("]" | edit-0)`,
    ...words.flatMap((_, index) => [
      `edit-${index} ::= ${quoteGbnf('{"find":"')} find-${index}`,
      `find-${index} ::= ${findFrom(text, words.slice(index, index + PHRASE_WORDS_MAX), 1, index)}${index < last ? ` | find-${index + 1}` : ""}`,
      `behind-${index} ::= ${index < last ? `"]" | "," edit-${index + 1}` : '"]"'}`,
    ]),
    `again ::= ${quoteGbnf(',{"find":"')}`,
    `instead ::= ${quoteGbnf('","replace":"')} character{0,${REPLACE_MAX}} ${quoteGbnf('","reason":"')} character{0,${REASON_MAX}} ${quoteGbnf('"}')}`,
    `character ::= [^"\\\\\\x00-\\x1F] | "\\\\" ["\\\\/bfnrt]`,
  ].join("\n");
  return grammar.length > charactersMax ? null : grammar;
}

/**
 * The first of these words, and as many of those behind it as one likes. What does not come again may
 * be said once more, which changes nothing: a small model that stutters and may not would find something else.
 */
function findFrom(text: string, words: Span[], count: number, index: number): string {
  const [first, last, next] = [words[0], words[count - 1], words[count]];
  if (!first || !last) return "";
  const behind = `behind-${index + count - 1}`;
  const phrase = text.slice(first.start, last.end);
  const again = text.includes(phrase, last.end)
    ? ""
    : ` | again ${inJson(phrase)} instead ${behind}`;
  const end = `instead (${behind}${again})`;
  const word = inJson(text.slice(words[count - 2]?.end ?? last.start, last.end));
  return next ? `${word} (${end} | ${findFrom(text, words, count + 1, index)})` : `${word} ${end}`;
}

const inJson = (text: string): string => quoteGbnf(JSON.stringify(text).slice(1, -1));
