import { BadGrammarError } from "./bad-grammar-error.ts";
import { anyCharacter, complement, union } from "./characters.ts";
import { classEscape, lineEnds, readCharacterEscape } from "./escapes.ts";
import { choice, type Expression, type Range, repeat, sequence, set } from "./expression.ts";
import { PatternReader } from "./pattern-reader.ts";

/** Stand-ins for the places that `^` and `$` match, beyond all characters. */
export const startOfText = 0x110000;
export const endOfText = 0x110001;

const charactersMax = 8_000;
const depthMax = 50;
const repetitionsMax = 10_000;

/**
 * JavaScript's regular expressions as with its `u` flag, without what looks around or back. Lazy quantifiers are as
 * greedy ones, since only whether a text matches is asked. Throws BadGrammarError with the place.
 */
export function parseRegex(pattern: string): Expression {
  const reader = new PatternReader(pattern);
  if (reader.length > charactersMax) {
    throw new BadGrammarError(`The pattern is longer than ${charactersMax} characters.`);
  }
  const expression = readAlternatives(reader, 0);
  if (!reader.isAtEnd) throw reader.refusal('a ")" without "("');
  return expression;
}

function readAlternatives(reader: PatternReader, depth: number): Expression {
  if (depth > depthMax) throw reader.refusal(`more than ${depthMax} nested groups`);
  const alternatives = [readSequence(reader, depth)];
  while (reader.accept("|")) alternatives.push(readSequence(reader, depth));
  return choice(...alternatives);
}

function readSequence(reader: PatternReader, depth: number): Expression {
  const parts: Expression[] = [];
  while (!reader.isAtEnd && !reader.sees("|") && !reader.sees(")")) {
    parts.push(readQuantified(reader, readAtom(reader, depth)));
  }
  return sequence(...parts);
}

function readAtom(reader: PatternReader, depth: number): Expression {
  const character = reader.next();
  switch (character) {
    case "(":
      return readGroup(reader, depth);
    case "[":
      return set(...readClass(reader));
    case ".":
      return set(...complement(lineEnds));
    case "^":
      return set([startOfText, startOfText]);
    case "$":
      return set([endOfText, endOfText]);
    case "\\":
      return set(...(classEscape(reader) ?? [single(readCharacterEscape(reader))]));
    case "*":
    case "+":
    case "?":
      throw reader.refusal("a repetition of nothing");
    default:
      if (character === "{" && reader.match(/^\d+(?:,\d*)?\}/)) {
        throw reader.refusal("a repetition of nothing");
      }
      return set(single(character.codePointAt(0) ?? 0));
  }
}

function readGroup(reader: PatternReader, depth: number): Expression {
  const special = reader.match(/^\?(?::|<[A-Za-z_$][\w$]*>|<?[=!]|[^:]?)/)?.[0];
  if (special && /[=!]$/.test(special))
    throw reader.refusal("looking ahead or behind is not supported");
  if (special && special !== "?:" && !special.endsWith(">")) {
    throw reader.refusal(`a group that begins with ${special} is not supported`);
  }
  const group = readAlternatives(reader, depth + 1);
  if (!reader.accept(")")) throw reader.refusal('a "(" is never closed');
  return group;
}

function readQuantified(reader: PatternReader, atom: Expression): Expression {
  const found = reader.match(/^(?:[*+?]|\{\d+(?:,\d*)?\})/)?.[0];
  if (!found) return atom;
  reader.accept("?");
  if (reader.match(/^(?:[*+?]|\{\d+(?:,\d*)?\})/)) throw reader.refusal("two repetitions in a row");
  const [, least, comma, most] = /^\{(\d+)(,?)(\d*)\}$/.exec(found) ?? [];
  const min = least === undefined ? Number(found === "+") : Number(least);
  const max = found === "?" ? 1 : maximum(min, comma, most);
  if (max < min) throw reader.refusal("a repetition whose maximum is below its minimum");
  if (min > repetitionsMax || (max > repetitionsMax && max !== Number.POSITIVE_INFINITY)) {
    throw reader.refusal(`more than ${repetitionsMax} repetitions`);
  }
  return repeat(atom, min, max);
}

function maximum(min: number, comma: string | undefined, most: string | undefined): number {
  if (comma === "") return min;
  return most ? Number(most) : Number.POSITIVE_INFINITY;
}

function readClass(reader: PatternReader): Range[] {
  const isNegated = reader.accept("^");
  const ranges: Range[] = [];
  while (!reader.accept("]")) {
    if (reader.isAtEnd) throw reader.refusal('a "[" is never closed');
    const from = readMember(reader);
    if (!reader.match(/^-(?!\])/)) {
      ranges.push(...from);
      continue;
    }
    const to = readMember(reader);
    ranges.push([endpoint(reader, from), endpoint(reader, to)]);
    if ((ranges.at(-1)?.[0] ?? 0) > (ranges.at(-1)?.[1] ?? 0)) {
      throw reader.refusal("a range of characters that runs backwards");
    }
  }
  return isNegated ? complement(ranges) : union(ranges);
}

function readMember(reader: PatternReader): Range[] {
  const character = reader.next();
  if (character !== "\\") return [single(character.codePointAt(0) ?? 0)];
  if (reader.accept("b")) return [single(8)];
  return classEscape(reader) ?? [single(readCharacterEscape(reader))];
}

function endpoint(reader: PatternReader, ranges: Range[]): number {
  const [only] = ranges;
  if (only && ranges.length === 1 && only[0] === only[1]) return only[0];
  throw reader.refusal("a range of characters that begins or ends with a class");
}

function single(code: number): Range {
  return [code, code];
}

/** Any text, with the places before its start and after its end. */
export const anything = repeat(
  set(...anyCharacter, [startOfText, endOfText]),
  0,
  Number.POSITIVE_INFINITY,
);
