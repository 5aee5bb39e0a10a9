import { expect, test } from "@playwright/test";
import { secondsInLine } from "#server/inference/line.ts";

const line = { position: 1, slots: 4, running: 4, typicalMs: 8_000 };

test("while a place is free it begins now, measured or not", () => {
  expect(secondsInLine({ ...line, running: 3 })).toBe(0);
  expect(secondsInLine({ ...line, running: 0, position: 4, typicalMs: null })).toBe(0);
});

test("with all places taken one comes free each time that a part of a run has passed", () => {
  expect(secondsInLine(line)).toBe(2);
  expect(secondsInLine({ ...line, position: 6 })).toBe(12);
  expect(secondsInLine({ ...line, running: 2, position: 3 })).toBe(2);
});

test("before anything was measured nobody knows how long it takes", () => {
  expect(secondsInLine({ ...line, typicalMs: null })).toBeNull();
});

test("an engine that does not tell how many it runs at once is taken to run one", () => {
  expect(secondsInLine({ ...line, slots: 0, running: 1 })).toBe(8);
});
