import fs from "node:fs";
import { expect, test } from "@playwright/test";
import fc from "fast-check";
import initSqlJs from "sql.js";
import { sqlGrammar } from "#contract/sql/grammar.ts";
import { canHoldTo, readTables, type SqlTable } from "#contract/sql/read-tables.ts";
import { nativeGrammars } from "../support/native-grammars.ts";
import { gbnfSentences } from "./gbnf-sentences.ts";

const shop = `orders(id, customer_id, product, price, is_paid)
customers(id, name, country)`;

const tablesIn = (text: string): SqlTable[] => {
  const tables = readTables(text);
  if (!canHoldTo(tables)) throw new Error(`no tables to hold a query to in ${text}`);
  return tables;
};

const DESCRIBED: [how: string, text: string][] = [
  ["as names and brackets", shop],
  [
    "as statements that make them",
    `CREATE TABLE orders (
       id INTEGER PRIMARY KEY, customer_id INT REFERENCES customers (id), product VARCHAR(80) NOT NULL,
       price DECIMAL(10, 2), is_paid BOOLEAN, UNIQUE (id)
     );
     create table customers(id integer, name text, country text, PRIMARY KEY (id));`,
  ],
];

for (const [how, text] of DESCRIBED)
  test(`tables are read when they are described ${how}`, () => {
    expect(readTables(text)).toEqual([
      { name: "orders", columns: ["id", "customer_id", "product", "price", "is_paid"] },
      { name: "customers", columns: ["id", "name", "country"] },
    ]);
  });

const UNREAD: [what: string, text: string][] = [
  ["no table", "Orders have a price."],
  ["a column by a word of SQL's", "orders(id, group)"],
  ["a table that would need quotes", "2024.orders(id)"],
  [
    "more columns than a grammar should hold",
    `t(${Array.from({ length: 200 }, (_, i) => `c${i}`)})`,
  ],
];

for (const [what, text] of UNREAD)
  test(`a text with ${what} holds a query to nothing`, () => {
    expect(canHoldTo(readTables(text))).toBe(false);
  });

const SCHEMAS: [what: string, text: string][] = [
  ["one table", "trips(id, city, length_km, Length_km2, length__km)"],
  ["two tables with a key", shop],
  ["two tables without a key", "trips(city, day)\ncities(name, mayor)"],
  ["three tables", "cities(id, name)\nstops(id, city_id, name)\nrides(id, stop_id, city_id, fare)"],
];

for (const [what, text] of SCHEMAS)
  test(`whatever the grammar admits over ${what} runs on them`, async () => {
    const { Database } = await initSqlJs();
    const tables = tablesIn(text);
    const database = new Database();
    for (const { name, columns } of tables) database.run(`CREATE TABLE ${name}(${columns})`);
    fc.assert(
      fc.property(gbnfSentences(sqlGrammar(tables)), (query) => {
        expect(() => database.exec(query)).not.toThrow();
      }),
      { numRuns: 2_000 },
    );
  });

const names = Array.from("abcdefghijk", (letter) => `${letter}x`);
const LARGE: [what: string, text: string][] = [
  [
    "eleven tables with keys to each other",
    names.map((name) => `${name}s(id, ${names.map((other) => `${other}_id`)})`).join("\n"),
  ],
  [
    "eleven tables without keys",
    names.map((name) => `${name}s(${names.map((other) => name + other)})`).join("\n"),
  ],
  [
    "one with 148 long names",
    `t(${Array.from({ length: 148 }, (_, index) => `column_${index}_of_a_long_one`)})`,
  ],
];

for (const [what, text] of LARGE)
  test(`the engine takes the grammar of ${what}`, async () => {
    const grammars = await nativeGrammars();
    const tables = tablesIn(text);
    const grammar = grammars.fromGbnf(sqlGrammar(tables));
    for (const { name, columns } of tables)
      expect(grammar.isTextCompatible(`SELECT ${columns.at(-1)} FROM ${name}`)).toBe(true);
  });

test("the engine takes the grammar, and every query of the held-out set is in it", async () => {
  const grammars = await nativeGrammars();
  const lines = fs.readFileSync("models/text-to-sql/held-out.jsonl", "utf8").trim().split("\n");
  expect(lines).toHaveLength(100);
  for (const line of lines) {
    const { input, expected } = JSON.parse(line);
    const grammar = grammars.fromGbnf(sqlGrammar(tablesIn(input.tables)));
    expect(grammar.isTextCompatible(expected), `${input.tables}\n${expected}`).toBe(true);
    expect(grammar.isTextCompatible(expected.replace(" FROM ", " FROM other_"))).toBe(false);
  }
});
