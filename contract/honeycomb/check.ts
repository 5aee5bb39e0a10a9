import { parseAnswer } from "./parse-answer.ts";
import type { HoneycombQuery } from "./query.ts";
import { readQuery } from "./read-query.ts";
import { findBrokenRules } from "./rules.ts";

/**
 * Reads a model's raw output against Honeycomb's rules. Every sentence in `violations` is meant for
 * someone who has never seen a query. `query` is null when the output is not a query at all (not
 * JSON, wrong types, unknown operators); one that only breaks rules is returned beside them.
 */
export function checkHoneycombQuery(
  output: string,
  columns: string[],
): { query: HoneycombQuery | null; violations: string[] } {
  const answer = parseAnswer(output);
  if (!answer.ok) return { query: null, violations: [answer.problem] };
  const { query, isComplete, problems } = readQuery(answer.value);
  const broken = findBrokenRules(query, isComplete, new Set(columns));
  return { query: isComplete ? query : null, violations: [...new Set([...problems, ...broken])] };
}
