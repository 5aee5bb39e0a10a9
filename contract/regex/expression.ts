/** Code points, both ends included. */
export type Range = readonly [from: number, to: number];

/** A grammar's right side; `max` may be Infinity. An empty sequence is the empty text, an empty choice matches nothing. */
export type Expression =
  | { kind: "text"; text: string }
  | { kind: "set"; ranges: readonly Range[] }
  | { kind: "sequence"; parts: Expression[] }
  | { kind: "choice"; parts: Expression[] }
  | { kind: "repeat"; part: Expression; min: number; max: number }
  | { kind: "rule"; name: string };

export const nothing: Expression = { kind: "sequence", parts: [] };
export const never: Expression = { kind: "choice", parts: [] };

/** The text itself. */
export function text(value: string): Expression {
  return value === "" ? nothing : { kind: "text", text: value };
}

/** One character out of the ranges. */
export function set(...ranges: readonly Range[]): Expression {
  return ranges.length === 0 ? never : { kind: "set", ranges };
}

/** One character between two others, such as "0" and "9". */
export function between(from: string, to: string): Expression {
  return set([from.codePointAt(0) ?? 0, to.codePointAt(0) ?? 0]);
}

/** One after another; neighbouring texts become one. */
export function sequence(...parts: Expression[]): Expression {
  const flat: Expression[] = [];
  for (const part of parts.flatMap((each) => (each.kind === "sequence" ? each.parts : [each]))) {
    const last = flat.at(-1);
    if (part.kind === "text" && last?.kind === "text") {
      flat[flat.length - 1] = text(last.text + part.text);
    } else flat.push(part);
  }
  const [only] = flat;
  return only && flat.length === 1 ? only : { kind: "sequence", parts: flat };
}

/** Any one of them. */
export function choice(...parts: Expression[]): Expression {
  const flat = parts.flatMap((part) => (part.kind === "choice" ? part.parts : [part]));
  const [only] = flat;
  return only && flat.length === 1 ? only : { kind: "choice", parts: flat };
}

/** From `min` to `max` times; `max` may be Infinity. */
export function repeat(part: Expression, min: number, max: number): Expression {
  if (max === 0) return nothing;
  return min === 1 && max === 1 ? part : { kind: "repeat", part, min, max };
}

export function optional(part: Expression): Expression {
  return repeat(part, 0, 1);
}
