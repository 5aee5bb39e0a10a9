import { literalTrie, quoteGbnf } from "../literal-trie.ts";
import type { SqlTable } from "./read-tables.ts";
import { type Source, sourcesOf } from "./sources.ts";

const textLengthMax = 80;

/** Joins that would make it longer are left out; without any, the tables that `canHoldTo` lets pass come to 150,000 at most. */
const charactersMax = 120_000;

/** Each function and what a column that it works out is called with. */
const functions = { AVG: "average", SUM: "total", MAX: "highest", MIN: "lowest" };

/**
 * GBNF of queries that run on these tables: SELECT from one of them or two joined, with conditions, groups, an order and
 * a limit, in which every column is one of what is read. What it leaves out, such as CASE or joins of three, a model cannot
 * write; of many tables it has only as many joins as there is room for. A column that is worked out is called `count`, `result` or by function and column, and sorted by that name.
 */
export function sqlGrammar(tables: SqlTable[]): string {
  const { single, joined } = sourcesOf(tables);
  const kept = new Map(single.map((source) => [source.id, rulesOf(source)]));
  let characters = [...kept.values()].join("").length;
  for (const source of joined) {
    const rules = rulesOf(source);
    characters += rules.length;
    if (characters > charactersMax) break;
    kept.set(source.id, rules);
  }
  return [
    `root ::= "SELECT " (${[...kept.keys()].join(" | ")}) ";"?`,
    ...kept.values(),
    ...single.map(innerRule),
    `inner ::= ${single.map(({ id }) => `${id}-inner`).join(" | ")}`,
    ...sharedRules,
  ].join("\n");
}

function rulesOf(source: Source): string {
  const { id, from, columns, stars } = source;
  const written = columns.map((column) => column.written);
  return [
    `${id} ::= "DISTINCT "? ${id}-list ${id}-from ${id}-where? ${id}-order? limit? | (${id}-column ", "){0,2} ${id}-worked`,
    `${id}-list ::= ${stars.map(quoteGbnf).join(" | ")} | ${id}-column (", " ${id}-column){0,7}`,
    `${id}-from ::= " FROM " ${from}`,
    `${id}-where ::= " WHERE " ${id}-test ((" AND " | " OR ") ${id}-test){0,4}`,
    `${id}-test ::= ${id}-column (test | " NOT"? " IN (SELECT " inner ")")`,
    `${id}-order ::= " ORDER BY " ${id}-column direction? (", " ${id}-column direction?)?`,
    `${id}-group ::= " GROUP BY " ${id}-column (", " ${id}-column){0,2} (" HAVING " (counted | function "(" ${id}-column ")") compared number)?`,
    `${id}-end ::= ${id}-from ${id}-where? ${id}-group?`,
    literalTrie(`${id}-column`, written),
    ...workedRules(source),
  ].join("\n");
}

/** What is worked out, the last of the columns; a rule for each name that it can have, as nothing else is there to sort by. */
function workedRules({ id, columns }: Source): string[] {
  const names = new Set(["count", "result"]);
  const named = (name: string) => {
    names.add(name);
    return `${quoteGbnf(name)} ${id}-by-${[...names].indexOf(name)}`;
  };
  const each = Object.entries(functions).map(([name, word]) => {
    const ways = columns.map((column) => {
      const own = named(`${word}_${column.name}`);
      return `${quoteGbnf(`${column.written})`)} (" AS " (${own} | ${named("result")}) | ${id}-end)`;
    });
    return `${quoteGbnf(`${name}(`)} (${ways.join(" | ")})`;
  });
  const count = `(counted | "COUNT(" "DISTINCT "? ${id}-column ")") (" AS " ${named("count")} | ${id}-end)`;
  return [
    `${id}-worked ::= ${[count, ...each].join(" | ")}`,
    ...Array.from(names, (name, index) => {
      const order = `" ORDER BY " (${quoteGbnf(name)} | ${id}-column) direction? limit?`;
      return `${id}-by-${index} ::= ${id}-end (${order})?`;
    }),
  ];
}

/** A query within a query gives one column. */
const innerRule = ({ id }: Source): string =>
  `${id}-inner ::= ${id}-column ${id}-from (" WHERE " ${id}-column test)?`;

const sharedRules = [
  `counted ::= "COUNT(*)"`,
  `function ::= "COUNT" | ${Object.keys(functions).map(quoteGbnf).join(" | ")}`,
  `test ::= compared value | " BETWEEN " value " AND " value | " IS NULL" | " IS NOT NULL" | " NOT"? " LIKE " text | " NOT"? " IN (" value (", " value){0,7} ")"`,
  `compared ::= " = " | " <> " | " != " | " > " | " >= " | " < " | " <= "`,
  `value ::= text | number`,
  `number ::= "-"? ("0" | [1-9] [0-9]{0,11}) ("." [0-9]{1,6})?`,
  `text ::= "'" ([^'\\x00-\\x1F\\x7F] | "''"){0,${textLengthMax}} "'"`,
  `direction ::= " ASC" | " DESC"`,
  `limit ::= " LIMIT " [1-9] [0-9]{0,3}`,
];
