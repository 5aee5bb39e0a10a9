import fs from "node:fs";
import path from "node:path";
import initSqlJs from "sql.js";
import type { InputValues } from "#contract/inputs/values.ts";
import { shippedFolders } from "#server/shipped-weights.ts";
import { scoreEdit } from "./edit.ts";
import { scoreQuery } from "./honeycomb.ts";
import { scoreSql } from "./sql.ts";
import { scoreTable } from "./table.ts";
import type { Tally } from "./tally.ts";

/** One line of a held-out set: a filled-in form and the output that it should have. */
export type HeldOut = { input: InputValues; expected: string; sampleData?: string };

export type Score = (row: HeldOut, output: string) => Tally;

const FILE = "held-out.jsonl";

/** The folders of shipped models that have a held-out set. */
export const measuredFolders = (): string[] =>
  shippedFolders().filter((folder) => fs.existsSync(path.join(folder, FILE)));

export const readHeldOut = (folder: string): HeldOut[] => readLines(path.join(folder, FILE));

/** How the outputs of a model with a held-out set are judged, by its name. */
export async function scoreOf(model: string): Promise<Score> {
  if (model !== "text-to-sql") {
    const score = { "honeycomb-nlq": scoreQuery, "chemical-properties": scoreTable }[model];
    return score ?? scoreEdit;
  }
  const sql = await initSqlJs();
  return (row, output) => scoreSql(sql, row, output);
}

type Published = { conversations: { from: string; value: string }[] };

/** Honeycomb's published questions, in the chat format in which they came. */
export function readPublished(file: string): HeldOut[] {
  return readLines<Published>(file).map(({ conversations }) => {
    const asked = conversations.find(({ from }) => from === "human")?.value ?? "";
    const [, nlq = "", cols = "[]"] = asked.match(/NLQ: "(.*)"\s+Columns: (\[.*\])/s) ?? [];
    const answer = conversations.find(({ from }) => from === "gpt")?.value ?? "";
    return {
      // Some name a column twice, which the form does not take.
      input: { nlq, cols: [...new Set(JSON.parse(cols.replaceAll("'", '"')) as string[])] },
      expected: JSON.stringify(withoutEmpty(JSON.parse(answer))),
    };
  });
}

/** Filters there have an empty `join_column`, which says nothing. */
const withoutEmpty = (query: { filters?: { join_column?: string }[] }): object => ({
  ...query,
  ...(query.filters ? { filters: query.filters.map(({ join_column: _, ...rest }) => rest) } : {}),
});

function readLines<Line>(file: string): Line[] {
  const lines = fs.readFileSync(file, "utf8").split("\n");
  return lines.filter(Boolean).map((line) => JSON.parse(line) as Line);
}
