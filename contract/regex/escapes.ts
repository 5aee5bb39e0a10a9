import { anyCharacter, complement, intersection } from "./characters.ts";
import type { Range } from "./expression.ts";
import type { PatternReader } from "./pattern-reader.ts";

/** What `.` leaves out. */
export const lineEnds: readonly Range[] = [
  [0x0a, 0x0a],
  [0x0d, 0x0d],
  [0x2028, 0x2029],
];

const digits: readonly Range[] = [[0x30, 0x39]];
const words: readonly Range[] = [
  [0x30, 0x39],
  [0x41, 0x5a],
  [0x5f, 0x5f],
  [0x61, 0x7a],
];
const spaces: readonly Range[] = [
  [0x09, 0x0d],
  [0x20, 0x20],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
];
const classes: Record<string, readonly Range[]> = { d: digits, w: words, s: spaces };
const controls: Record<string, number> = { n: 10, r: 13, t: 9, v: 11, f: 12, "0": 0 };

/** `\d`, `\w`, `\s`, `\p{...}` and their opposites, after the backslash; null if it is none of them. */
export function classEscape(reader: PatternReader): Range[] | null {
  const letter = reader.match(/^[dwsDWS]/)?.[0];
  if (letter) {
    const ranges = classes[letter.toLowerCase()] ?? [];
    return /[DWS]/.test(letter) ? complement(ranges) : [...ranges];
  }
  const property = reader.match(/^([pP])\{([A-Za-z_=0-9]{1,60})\}/);
  if (!property) return null;
  const ranges = propertyRanges(property[2] ?? "");
  if (!ranges) throw reader.refusal(`the class \\${property[0]} is not known`);
  return property[1] === "P" ? complement(ranges) : ranges;
}

/** The code point of an escape that stands for one character, after the backslash. */
export function readCharacterEscape(reader: PatternReader): number {
  const pair = reader.match(/^u([dD][89abAB][\dA-Fa-f]{2})\\u([dD][c-fC-F][\dA-Fa-f]{2})/);
  if (pair) {
    const text = String.fromCharCode(...pair.slice(1).map((half) => Number.parseInt(half, 16)));
    return text.codePointAt(0) ?? 0;
  }
  const coded = reader.match(/^(?:x([\dA-Fa-f]{2})|u([\dA-Fa-f]{4})|u\{([\dA-Fa-f]{1,6})\})/);
  if (coded)
    return realCharacter(reader, Number.parseInt(coded[1] ?? coded[2] ?? coded[3] ?? "", 16));
  const control = reader.match(/^c([A-Za-z])/)?.[1];
  if (control) return control.charCodeAt(0) % 32;
  const character = reader.next();
  const known = controls[character];
  if (known !== undefined && !(character === "0" && reader.match(/^\d/))) return known;
  if (/[bB]/.test(character)) throw reader.refusal("looking for a word's edge is not supported");
  if (/[1-9k]/.test(character)) throw reader.refusal("looking back at a group is not supported");
  if (/[A-Za-z0-9]/.test(character)) {
    throw reader.refusal(`the escape \\${character} is not supported`);
  }
  return character.codePointAt(0) ?? 0;
}

function realCharacter(reader: PatternReader, code: number): number {
  if (intersection([[code, code]], anyCharacter).length === 1) return code;
  throw reader.refusal("it names a character that does not exist");
}

const properties = new Map<string, Range[]>();

/** Unicode's table is the one of this Node.js; null for a property it does not know. */
function propertyRanges(name: string): Range[] | null {
  const known = properties.get(name);
  if (known) return known;
  let test: RegExp;
  try {
    test = new RegExp(`^\\p{${name}}$`, "u");
  } catch {
    return null;
  }
  const ranges: Range[] = [];
  for (const [from, to] of anyCharacter) addMatching(ranges, test, from, to);
  if (properties.size < 32) properties.set(name, ranges);
  return ranges;
}

function addMatching(ranges: Range[], test: RegExp, from: number, to: number): void {
  let start = -1;
  for (let code = from; code <= to + 1; code++) {
    const isIn = code <= to && test.test(String.fromCodePoint(code));
    if (isIn && start < 0) start = code;
    if (!isIn && start >= 0) ranges.push([start, code - 1]);
    if (!isIn) start = -1;
  }
}
