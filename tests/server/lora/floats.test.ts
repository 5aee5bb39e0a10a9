import { expect, test } from "@playwright/test";
import fc from "fast-check";
import { decodeFloats, encodeFloats } from "#server/lora/floats.ts";

const ALL = Buffer.from(Uint16Array.from({ length: 65_536 }, (_, bits) => bits).buffer);

for (const dtype of ["F16", "BF16"] as const)
  test(`every number of ${dtype} is read and written back as it was`, () => {
    const values = decodeFloats(ALL, dtype);
    const back = encodeFloats(values, dtype);
    const changed = [...values.entries()].filter(
      ([index, value]) => !Number.isNaN(value) && back.readUInt16LE(index * 2) !== index,
    );
    expect(changed).toEqual([]);
  });

for (const dtype of ["F16", "BF16"] as const)
  test(`a number goes to the nearest of ${dtype}, and from the middle to the even one`, () => {
    const finite = fc.integer({ min: 0, max: dtype === "F16" ? 0x7bfe : 0x7f7e });
    fc.assert(
      fc.property(finite, fc.double({ min: 0, max: 1, noNaN: true }), (bits, share) => {
        const [low = 0, high = 0] = decodeFloats(
          Buffer.from(Uint16Array.of(bits, bits + 1).buffer),
          dtype,
        );
        const value = low + (high - low) * share;
        const middle = low + (high - low) / 2;
        const isLower = value === middle ? bits % 2 === 0 : value < middle;
        const found = decodeFloats(encodeFloats([value, -value], dtype), dtype);
        const right = isLower ? low : high;
        return found[0] === right && found[1] === -right;
      }),
      {
        numRuns: 3_000,
        examples: [
          [0x3c00, 0.5],
          [0x3c01, 0.5],
          [1, 0.5],
          [0, 0.5],
        ],
      },
    );
  });

test("what is too large becomes infinite, and what is no number stays none", () => {
  for (const dtype of ["F16", "BF16"] as const) {
    const [large, none] = decodeFloats(encodeFloats([1e39, Number.NaN], dtype), dtype);
    expect(large).toBe(Number.POSITIVE_INFINITY);
    expect(none).toBeNaN();
  }
});
