type Piece = { text: string; end: number };

/**
 * Reads a list as people paste it: a Python or JSON list, separated by commas, or one a line (or a
 * row of a spreadsheet). Quotes and brackets are optional; spaces around items and empty items are
 * dropped. `duplicates` names once each what stood there more than once; the first place counts.
 */
export function parseTextList(text: string): { items: string[]; duplicates: string[] } {
  const items = new Set<string>();
  const duplicates = new Set<string>();
  for (const item of splitItems(withoutBrackets(text))) {
    if (item === "") continue;
    if (items.has(item)) duplicates.add(item);
    items.add(item);
  }
  return { items: [...items], duplicates: [...duplicates] };
}

/** One item a line, quoted only where `parseTextList` would otherwise read something else. */
export function formatTextList(items: string[]): string {
  return items.map((item) => (isPlain(item) ? item : JSON.stringify(item))).join("\n");
}

const separators = ",\n\r\t";
const isPlain = (item: string): boolean => /^[^"'[\](),\n\r\t]+$/.test(item);

function withoutBrackets(text: string): string {
  const list = text.trim().replace(/,$/, "");
  const ends = list.slice(0, 1) + list.slice(-1);
  return list.length > 1 && (ends === "[]" || ends === "()") ? list.slice(1, -1) : list;
}

function* splitItems(list: string): Generator<string> {
  let at = 0;
  while (at < list.length) {
    const start = skipSpaces(list, at);
    const piece = readQuoted(list, start) ?? readPlain(list, start);
    yield piece.text.trim();
    at = piece.end + 1;
  }
}

function readPlain(list: string, start: number): Piece {
  let end = start;
  while (end < list.length && !isSeparator(list, end)) end += 1;
  return { text: list.slice(start, end), end };
}

/** Null where no quoted item stands, which stays on its line and is followed by a separator. */
function readQuoted(list: string, start: number): Piece | null {
  const quote = list[start];
  if (quote !== '"' && quote !== "'") return null;
  let at = start + 1;
  while (at < list.length && list[at] !== quote) {
    if (list[at] === "\n" || list[at] === "\r") return null;
    at += list[at] === "\\" ? 2 : 1;
  }
  const end = skipSpaces(list, at + 1);
  if (at >= list.length || (end < list.length && !isSeparator(list, end))) return null;
  return { text: readEscapes(list.slice(start + 1, at)), end };
}

function skipSpaces(list: string, start: number): number {
  let at = start;
  while (at < list.length && !isSeparator(list, at) && isSpace(list, at)) at += 1;
  return at;
}

const isSeparator = (list: string, at: number): boolean => separators.includes(list.charAt(at));
const isSpace = (list: string, at: number): boolean => list.charAt(at).trim() === "";

const escapes: Record<string, string> = {
  n: "\n",
  r: "\r",
  t: "\t",
  b: "\b",
  f: "\f",
  "\\": "\\",
  "/": "/",
  '"': '"',
  "'": "'",
};

/** Python's and JSON's escapes; a backslash before anything else is itself, as in Python. */
function readEscapes(text: string): string {
  return text.replace(
    /\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(.))/gsu,
    (whole, unicode?: string, byte?: string, letter = "") => {
      const hex = unicode ?? byte;
      return hex ? String.fromCharCode(Number.parseInt(hex, 16)) : (escapes[letter] ?? whole);
    },
  );
}
