import type { Database, SqlJsStatic } from "sql.js";
import type { HeldOut } from "./held-out.ts";
import { type Tally, yes } from "./tally.ts";

/** A query against the one that was expected; `result` counts those that give the same rows on the sample data. */
export function scoreSql(
  sql: SqlJsStatic,
  { expected, sampleData }: HeldOut,
  output: string,
): Tally {
  const database = new sql.Database();
  try {
    database.run(sampleData ?? "");
    const found = rowsOf(database, output);
    return {
      exact: yes(output.trim() === expected),
      normalised: yes(normalised(output) === normalised(expected)),
      valid: yes(found !== null),
      result: yes(found !== null && found === rowsOf(database, expected)),
    };
  } finally {
    database.close();
  }
}

/** The rows as text, in one order; null for what is no query on these tables. */
function rowsOf(database: Database, query: string): string | null {
  try {
    const [table] = database.exec(query);
    return JSON.stringify((table?.values ?? []).map((row) => JSON.stringify(row)).sort());
  } catch {
    return null;
  }
}

/** The same text for what is only written in another way: letter case, spaces, and the order of conditions. */
function normalised(query: string): string {
  const plain = query
    .replace(/;\s*$/, "")
    .replace(/\s+/g, " ")
    .trim()
    .replace(/[^']+|'[^']*'/g, (part) => (part.startsWith("'") ? part : part.toLowerCase()));
  return plain.replace(/(?<= where )(?:(?! group by | order by | limit ).)+/, (conditions) =>
    conditions
      .split(/(?<!between \S+) and /)
      .sort()
      .join(" and "),
  );
}
