import { quoteGbnf } from "../literal-trie.ts";
import { mayChange, REASON_MAX, REPLACE_MAX } from "./edits.ts";
import { PHRASE_WORDS_MAX, type Span, wordsOf } from "./quotes.ts";

/** Longer ones the engine does not take: those of texts of very long words. */
const charactersMax = 200_000;

/**
 * GBNF of edits to a text, `[{"find","replace","reason"}]` without spaces between: each finds words that stand behind those
 * of the one before it, or is the same once more; where `wordings` are given, none but those that `mayChange`. Null of a text
 * that is too long for it, or has no words.
 */
export function editsGrammar(text: string, wordings?: string[]): string | null {
  const words = wordsOf(text);
  if (words.length === 0) return null;
  const isFound = mayChange(wordings);
  const isFree = wordings === undefined;
  const finds = words.map((_, index) =>
    findFrom(text, words.slice(index, index + PHRASE_WORDS_MAX), 1, { index, isFound, isFree }),
  );
  const from = (index: number) => finds.findIndex((find, at) => find !== null && at >= index);
  if (from(0) === -1) return 'root ::= "[]"';
  const more = (index: number, rule: string) =>
    from(index) === -1 ? "" : `${rule}-${from(index)}`;
  const grammar = [
    `root ::= "[" ("]" | ${more(0, "edit")})`,
    ...finds.flatMap((find, index) => [
      ...(find === null ? [] : findRules(index, [find, more(index + 1, "find")])),
      `behind-${index} ::= ${['"]"', more(index + 1, '"," edit')].filter(Boolean).join(" | ")}`,
    ]),
    ...(isFree ? [`again ::= ${quoteGbnf(',{"find":"')}`] : []),
    `instead ::= ${quoteGbnf('","replace":"')} character{0,${REPLACE_MAX}} ${quoteGbnf('","reason":"')} character{0,${REASON_MAX}} ${quoteGbnf('"}')}`,
    `character ::= [^"\\\\\\x00-\\x1F] | "\\\\" ["\\\\/bfnrt]`,
  ].join("\n");
  return grammar.length > charactersMax ? null : grammar;
}

const findRules = (index: number, finds: string[]): string[] => [
  `edit-${index} ::= ${quoteGbnf('{"find":"')} find-${index}`,
  `find-${index} ::= ${finds.filter(Boolean).join(" | ")}`,
];

/**
 * The first of these words, and as many of those behind it as one likes; null where none of that may be found. What does not
 * come again may be said once more where all words are free, which changes nothing: a small model that stutters and may not
 * would find something else.
 */
function findFrom(
  text: string,
  words: Span[],
  count: number,
  at: { index: number; isFound(passage: string): boolean; isFree: boolean },
): string | null {
  const [first, last] = [words[0], words[count - 1]];
  if (!first || !last) return null;
  const behind = `behind-${at.index + count - 1}`;
  const phrase = text.slice(first.start, last.end);
  const mayStutter = at.isFree && !text.includes(phrase, last.end);
  const again = mayStutter ? ` | again ${inJson(phrase)} instead ${behind}` : "";
  const end = at.isFound(phrase) ? `instead (${behind}${again})` : null;
  const longer = findFrom(text, words, count + 1, at);
  const word = inJson(text.slice(words[count - 2]?.end ?? last.start, last.end));
  if (end && longer) return `${word} (${end} | ${longer})`;
  return end || longer ? `${word} ${end ?? longer}` : null;
}

const inJson = (text: string): string => quoteGbnf(JSON.stringify(text).slice(1, -1));
