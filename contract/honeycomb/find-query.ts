import type { HoneycombQuery } from "./query.ts";
import { readQuery } from "./read-query.ts";

/** The query that a model's raw output is, whatever rules it breaks; null when it is none at all. */
export function findQuery(output: string): HoneycombQuery | null {
  try {
    const { query, isComplete } = readQuery(JSON.parse(output));
    return isComplete ? query : null;
  } catch {
    return null; // Not JSON.
  }
}
