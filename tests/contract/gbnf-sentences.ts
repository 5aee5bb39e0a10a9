import fc from "fast-check";

type Sentences = fc.Arbitrary<string>;
type Reader = { text: string; at: number; rules: Map<string, () => Sentences> };

/**
 * Random sentences of a GBNF grammar's `root`. Knows as much of GBNF as Vitrine's grammars use:
 * literals, character classes, rule names, brackets, `|`, `?` and `{m,n}`; no recursion.
 */
export function gbnfSentences(grammar: string): Sentences {
  const rules = new Map<string, () => Sentences>();
  const read = new Map<string, Sentences>();
  for (const line of grammar.split("\n")) {
    const [name = "", body = ""] = line.split(/ ::= (.*)/s);
    rules.set(name, () => {
      const known = read.get(name) ?? readAlternatives({ text: body, at: 0, rules });
      read.set(name, known);
      return known;
    });
  }
  return callRule(rules, "root");
}

function readAlternatives(reader: Reader): Sentences {
  const alternatives = [readSequence(reader)];
  while (accept(reader, /\|/y)) alternatives.push(readSequence(reader));
  return fc.oneof(...alternatives);
}

function readSequence(reader: Reader): Sentences {
  const parts: Sentences[] = [];
  for (let item = readItem(reader); item; item = readItem(reader))
    parts.push(readRepeats(reader, item));
  return fc.tuple(...parts).map((texts) => texts.join(""));
}

function readRepeats(reader: Reader, item: Sentences): Sentences {
  if (accept(reader, /\?/y)) return fc.oneof(fc.constant(""), item);
  const counts = accept(reader, /\{(\d+),(\d+)\}/y);
  if (!counts) return item;
  const [minLength, maxLength] = [Number(counts[1]), Number(counts[2])];
  return fc.array(item, { minLength, maxLength }).map((texts) => texts.join(""));
}

function readItem(reader: Reader): Sentences | null {
  const literal = accept(reader, /"((?:[^"\\]|\\.)*)"/suy);
  if (literal) return fc.constant((literal[1] ?? "").replace(/\\(.)/gsu, "$1"));
  const characters = accept(reader, /\[((?:[^\]\\]|\\.)*)\]/suy);
  if (characters) return charactersIn(characters[1] ?? "");
  const name = accept(reader, /[a-z][a-z0-9-]*/y);
  if (name) return callRule(reader.rules, name[0]);
  if (!accept(reader, /\(/y)) return null;
  const group = readAlternatives(reader);
  accept(reader, /\)/y);
  return group;
}

function charactersIn(members: string): Sentences {
  const pattern = new RegExp(`^[${members}]$`, "u");
  return fc
    .oneof(
      fc.string({ unit: "binary", minLength: 1, maxLength: 1 }),
      fc.constantFrom(...'019aZ"\\/ '),
    )
    .filter((character) => pattern.test(character));
}

function callRule(rules: Reader["rules"], name: string): Sentences {
  const rule = rules.get(name);
  if (!rule) throw new Error(`the grammar has no rule ${name}`);
  return rule();
}

function accept(reader: Reader, pattern: RegExp): RegExpExecArray | null {
  while (reader.text[reader.at] === " ") reader.at += 1;
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text);
  if (found) reader.at = pattern.lastIndex;
  return found;
}
