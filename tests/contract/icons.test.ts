import fs from "node:fs";
import path from "node:path";
import { expect, test } from "@playwright/test";

const UI = path.join(import.meta.dirname, "../../components/ui");

test("every icon that a page can ask for is drawn, and no other", () => {
  const found = (file: string, pattern: RegExp) =>
    [...fs.readFileSync(path.join(UI, file), "utf8").matchAll(pattern)].map(([, name]) => name);
  const drawn = found("icons.svg", /<symbol id="([^"]+)"/g);
  expect(drawn.length).toBeGreaterThan(10);
  expect(drawn.toSorted()).toEqual(found("icon.tsx", /^ {2}\| "([^"]+)"/gm));
});
