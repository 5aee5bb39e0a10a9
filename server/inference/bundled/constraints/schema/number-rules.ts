import {
  between,
  choice,
  type Expression,
  never,
  nothing,
  optional,
  repeat,
  sequence,
  text,
} from "#contract/regex/expression.ts";
import type { Bound, Shape } from "./shape.ts";

const digit = between("0", "9");
const first = between("1", "9");
const minus = text("-");
// JSON.stringify writes up to 21 digits before the point and 22 behind it, then turns to exponents.
const digitsMax = 21;
const decimalsMax = 22;
const exactDigits = 15;
const largest = 10n ** BigInt(digitsMax) - 1n;

/** Whole numbers in digits, without exponent. */
export function integerRule({ low, high }: Pick<Shape, "low" | "high">): Expression {
  if (!low && !high) {
    return choice(text("0"), sequence(optional(minus), first, repeat(digit, 0, digitsMax - 1)));
  }
  const [from, to] = scaledBounds(low, high, 0);
  return signed(from, to, wholeRange);
}

/**
 * Any number of JSON. With a bound: no exponent, and as many decimals as keep 15 digits in all near the bounds, which
 * is how many a double tells apart.
 */
export function numberRule({ low, high }: Pick<Shape, "low" | "high">): Expression {
  if (!low && !high) return anyNumber();
  const whole = [low, high].map((bound) => wholeDigits(bound?.value ?? 0));
  const decimals = Math.max(0, exactDigits - Math.max(...whole));
  const [from, to] = scaledBounds(low, high, decimals);
  return signed(from, to, (a, b) => decimalRange(a, b, decimals));
}

function anyNumber(): Expression {
  const decimals = optional(sequence(text("."), repeat(digit, 1, decimalsMax)));
  const whole = choice(text("0"), sequence(first, repeat(digit, 0, digitsMax - 1)));
  const tiny = sequence(minus, repeat(digit, 1, 3));
  const huge = sequence(
    optional(text("+")),
    choice(digit, sequence(first, digit), sequence(between("1", "2"), digit, digit), hugest),
  );
  const exponent = sequence(choice(text("e"), text("E")), choice(tiny, huge));
  return sequence(
    optional(minus),
    choice(sequence(whole, decimals), sequence(digit, decimals, exponent)),
  );
}

// A little below the largest double, whatever the digits before the exponent.
const hugest = sequence(text("30"), between("0", "7"));

function wholeDigits(value: number): number {
  const whole = Math.trunc(Math.abs(value));
  return whole === 0 ? 0 : BigInt(whole).toString().length;
}

/** Both ends included, in units of the last decimal. */
function scaledBounds(low: Bound | null, high: Bound | null, decimals: number): [bigint, bigint] {
  const limit = (largest + 1n) * 10n ** BigInt(decimals) - 1n;
  const from = low ? -scaleDown(-low.value, low.open, decimals) : -limit;
  const to = high ? scaleDown(high.value, high.open, decimals) : limit;
  return [from < -limit ? -limit : from, to > limit ? limit : to];
}

/** The largest number of units not above the value, or below it if the bound is open. */
function scaleDown(value: number, isOpen: boolean, decimals: number): bigint {
  const [, sign, whole = "", fraction = "", power = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value)) ?? [];
  const digits = BigInt(`${sign}${whole}${fraction}`);
  const shift = Number(power) - fraction.length + decimals;
  const scale = 10n ** BigInt(Math.abs(shift));
  const units = shift >= 0 ? digits * scale : digits / scale;
  const isExact = shift >= 0 || units * scale === digits;
  if (isExact) return isOpen ? units - 1n : units;
  return digits < 0n ? units - 1n : units;
}

type RangeRule = (from: bigint, to: bigint) => Expression;

function signed(from: bigint, to: bigint, range: RangeRule): Expression {
  const negative = from < 0n ? range(to < 0n ? -to : 1n, -from) : never;
  const positive = to >= 0n ? range(from > 0n ? from : 0n, to) : never;
  return choice(...(negative === never ? [] : [sequence(minus, negative)]), positive);
}

/** From 0 on, without leading zeros. */
function wholeRange(from: bigint, to: bigint): Expression {
  if (from > to) return never;
  if (from === 0n) return choice(text("0"), wholeRange(1n, to));
  const [shortest, longest] = [from.toString(), to.toString()];
  if (shortest.length === longest.length) return digitsBetween(shortest, longest);
  const [least, most] = [shortest.length, longest.length - 2];
  const middle = least <= most ? [sequence(first, repeat(digit, least, most))] : [];
  return choice(
    digitsBetween(shortest, "9".repeat(shortest.length)),
    ...middle,
    digitsBetween(`1${"0".repeat(longest.length - 1)}`, longest),
  );
}

/** Digits of one length from one text to another. */
function digitsBetween(from: string, to: string): Expression {
  if (from === "") return nothing;
  const rest = from.length - 1;
  if (/^0*$/.test(from) && /^9*$/.test(to)) return repeat(digit, from.length, from.length);
  const [a, b] = [Number(from[0]), Number(to[0])];
  if (a === b) return sequence(text(String(a)), digitsBetween(from.slice(1), to.slice(1)));
  const lowest = sequence(text(String(a)), digitsBetween(from.slice(1), "9".repeat(rest)));
  const highest = sequence(text(String(b)), digitsBetween("0".repeat(rest), to.slice(1)));
  return choice(lowest, digitsWithin(a + 1, b - 1, repeat(digit, rest, rest)), highest);
}

function digitsWithin(from: number, to: number, rest: Expression): Expression {
  return from > to ? never : sequence(between(String(from), String(to)), rest);
}

/** Decimal numbers from 0 on, given in units of the last decimal. */
function decimalRange(from: bigint, to: bigint, decimals: number): Expression {
  if (from > to) return never;
  const unit = 10n ** BigInt(decimals);
  const [low, high] = [from / unit, to / unit];
  const [lowest, highest] = [from % unit, to % unit].map((part) =>
    decimals === 0 ? "" : part.toString().padStart(decimals, "0"),
  );
  if (low === high)
    return sequence(text(String(low)), pointed(lowest ?? null, highest ?? null, decimals));
  return choice(
    sequence(text(String(low)), pointed(lowest ?? null, null, decimals)),
    sequence(wholeRange(low + 1n, high - 1n), pointed(null, null, decimals)),
    sequence(text(String(high)), pointed(null, highest ?? null, decimals)),
  );
}

function pointed(low: string | null, high: string | null, decimals: number): Expression {
  const behind = decimals === 0 ? never : sequence(text("."), fraction(low, high, decimals, true));
  return low === null || /^0*$/.test(low) ? choice(nothing, behind) : behind;
}

/** Up to so many digits behind the point, where digits left out are zeros. */
function fraction(
  low: string | null,
  high: string | null,
  decimals: number,
  needsDigit: boolean,
): Expression {
  if (low === null && high === null) return repeat(digit, needsDigit ? 1 : 0, decimals);
  if (decimals === 0) return nothing;
  const mayEnd = !needsDigit && (low === null || /^0*$/.test(low));
  const further = nextDigit(low, high, decimals - 1);
  return mayEnd ? choice(nothing, further) : further;
}

function nextDigit(low: string | null, high: string | null, left: number): Expression {
  const [a, b] = [Number(low?.[0] ?? 0), Number(high?.[0] ?? 9)];
  const [nextLow, nextHigh] = [low?.slice(1) ?? null, high?.slice(1) ?? null];
  if (a === b) return sequence(text(String(a)), fraction(nextLow, nextHigh, left, false));
  return choice(
    sequence(text(String(a)), fraction(nextLow, null, left, false)),
    digitsWithin(a + 1, b - 1, repeat(digit, 0, left)),
    sequence(text(String(b)), fraction(null, nextHigh, left, false)),
  );
}
