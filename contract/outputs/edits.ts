/** One change to a text: the words that it finds, and what stands there instead. */
export type Edit = { find: string; replace: string; reason: string };

/** In characters: some words to put instead, and a sentence of why. */
export const REPLACE_MAX = 120;
export const REASON_MAX = 200;

/**
 * Whether a passage is one of these words, in any letter case, alone or with a word on either side, as “a” becomes “an” and
 * “has” “have” with them; where none are named, any passage may be changed.
 */
export function mayChange(words: string[] | undefined): (passage: string) => boolean {
  if (!words) return () => true;
  const said = words.map((word) => word.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")).join("|");
  const pattern = new RegExp(`^(?:\\S+\\s+)?(?:${said})(?:\\s+\\S+)?$`, "iu");
  return (passage) => pattern.test(passage);
}

/**
 * The text with its edits made. Each is looked for behind the one before it, then from the beginning: as words of their
 * own, where no other edit was made. `lost` are those whose words are not there; to say the same twice is no loss.
 */
export function applyEdits(
  text: string,
  edits: Edit[],
): { text: string; made: Edit[]; lost: Edit[] } {
  const places: Place[] = [];
  const made: Edit[] = [];
  const lost: Edit[] = [];
  let behind = 0;
  for (const edit of edits) {
    const place = placeOf(edit, text, behind, places) ?? placeOf(edit, text, 0, places);
    behind = place?.end ?? behind;
    if (place) places.push(place);
    if (place) made.push(edit);
    else if (!made.some((other) => saysTheSame(other, edit))) lost.push(edit);
  }
  return { text: written(text, places), made, lost };
}

const saysTheSame = (one: Edit, other: Edit): boolean =>
  one.find === other.find && one.replace === other.replace;

type Place = { start: number; end: number; replace: string };

function placeOf(
  { find, replace }: Edit,
  text: string,
  from: number,
  taken: Place[],
): Place | null {
  if (find === "") return null;
  for (let start = text.indexOf(find, from); start !== -1; start = text.indexOf(find, start + 1)) {
    const end = start + find.length;
    const isFree = taken.every((other) => end <= other.start || other.end <= start);
    if (isFree && !isWithinWord(text, start) && !isWithinWord(text, end))
      return { start, end, replace };
  }
  return null;
}

/** Whether a word goes on across this place. */
const isWithinWord = (text: string, at: number): boolean =>
  /^[\p{L}\p{N}_]{2}$/u.test(text.slice(Math.max(0, at - 1), at + 1));

function written(text: string, places: Place[]): string {
  let result = "";
  let at = 0;
  for (const { start, end, replace } of places.toSorted((a, b) => a.start - b.start)) {
    result += text.slice(at, start) + replace;
    at = end;
  }
  return result + text.slice(at);
}
