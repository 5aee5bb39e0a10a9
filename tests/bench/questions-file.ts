import fs from "node:fs";

/** One question of `support/honeycomb-questions.json`, as a visitor's input. */
export type Question = { nlq: string; cols: string[] };

/** Twenty real questions over three lists of columns. */
export function readQuestions(): Question[] {
  const file = new URL("../support/honeycomb-questions.json", import.meta.url);
  const { columns, questions } = JSON.parse(fs.readFileSync(file, "utf8")) as {
    columns: Record<string, string[]>;
    questions: { columns: string; question: string }[];
  };
  return questions.map((entry) => ({ nlq: entry.question, cols: columns[entry.columns] ?? [] }));
}
