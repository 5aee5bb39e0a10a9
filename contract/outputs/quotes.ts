import { textLengthMax } from "../honeycomb/grammar.ts";
import { type InputValues, textOf } from "../inputs/values.ts";
import type { QuotesOf } from "./output-shape.ts";

/** More of them than this would make a grammar that no engine takes. */
const SENTENCES_MAX = 200;
const WORDS_MAX = 250;

/** The longest words to change at once, such as “is confined to a wheelchair”. */
export const PHRASE_WORDS_MAX = 6;

/** The longest value that a question names, such as “connection refused by peer”. */
const VALUE_WORDS_MAX = 4;

/** What can be quoted from inputs with these values; null from a text that is too long for it, or empty. */
export const quotesIn =
  (values: InputValues): QuotesOf =>
  (input, of) => {
    const text = textOf(values[input]);
    const quotes = of === "sentences" ? sentencesOf(text) : phrasesOf(text);
    return quotes.length > 0 ? quotes : null;
  };

/** What a question can mean by a value: some of its words as they stand, without the marks around them; null where it is too long for that, or has none. */
export function valuesIn(question: string): string[] | null {
  const words = question.matchAll(/[^\s=@“”"'‘’(),?!;\\]+(?:['’][^\s=“”"'‘’(),?!;\\]+)*/gu);
  const spans = Array.from(words, ({ 0: word, index }) => ({
    start: index,
    end: index + word.replace(/[.:]+$/, "").length,
  }));
  const values = runsOf(question, spans, VALUE_WORDS_MAX).filter(
    (value) => value !== "" && value.length <= textLengthMax,
  );
  return values.length > 0 ? values : null;
}

/** Whole sentences, as they stand. */
function sentencesOf(text: string): string[] {
  const pieces = new Intl.Segmenter("en", { granularity: "sentence" }).segment(text);
  const sentences = new Set(Array.from(pieces, ({ segment }) => segment.trim()));
  sentences.delete("");
  return sentences.size <= SENTENCES_MAX ? [...sentences] : [];
}

const phrasesOf = (text: string): string[] => runsOf(text, wordsOf(text), PHRASE_WORDS_MAX);

export type Span = { start: number; end: number };

/** Where the words of a text stand, of which an edit finds up to `PHRASE_WORDS_MAX`; none of a text that is too long. */
export function wordsOf(text: string): Span[] {
  const words = text.matchAll(/[\p{L}\p{N}_]+(?:[-'’][\p{L}\p{N}_]+)*/gu);
  const spans = Array.from(words, ({ 0: word, index }) => ({
    start: index,
    end: index + word.length,
  }));
  return spans.length <= WORDS_MAX ? spans : [];
}

/** Words that stand side by side, with what stands between them; none of a text that is too long. */
function runsOf(text: string, words: Span[], most: number): string[] {
  if (words.length > WORDS_MAX) return [];
  const runs = words.flatMap(({ start }, index) =>
    words.slice(index, index + most).map(({ end }) => text.slice(start, end)),
  );
  return [...new Set(runs)];
}
