/** Length as a person counts it: Unicode code points, not UTF-16 units. */
export function countCharacters(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/** NUL and lone surrogates: PostgreSQL stores neither, and no tokenizer means anything by them. */
export const hasUnstorable = (text: string): boolean =>
  text.includes("\0") || /\p{Surrogate}/u.test(text);

/** A text in quotes, short enough for a sentence. */
export const shorten = (text: string): string =>
  text.length > 60 ? `“${text.slice(0, 57)}…”` : `“${text}”`;

/** The beginning of a text, cut between characters. */
export function beginningOf(text: string, charactersMax: number): string {
  const characters = [...text];
  if (characters.length <= charactersMax) return text;
  return `${characters.slice(0, charactersMax).join("")}…`;
}
