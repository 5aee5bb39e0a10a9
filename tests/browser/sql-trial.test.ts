import fs from "node:fs";
import { expect, type Page } from "@playwright/test";
import initSqlJs from "sql.js";
import { parse } from "yaml";
import { runOnSample } from "#components/prediction/output/sql/run-on-sample.ts";
import { sharedUrl } from "../support/api.ts";
import { expectNoFindings } from "../support/axe.ts";
import { test } from "../support/browser-test.ts";
import { output, untilScripted } from "../support/pages.ts";
import { showOutput } from "../support/show-output.ts";

const SAMPLE = `
  CREATE TABLE fruits(id INTEGER PRIMARY KEY, name, price);
  INSERT INTO fruits VALUES (1, 'apple', 2.5), (2, 'Ω pear <b>', NULL);`;

const SQL = { kind: "sql", dialect: "sqlite", sampleData: SAMPLE };

const run = async (query: string, sample = SAMPLE) => runOnSample(await initSqlJs(), sample, query);

const trial = (page: Page) =>
  output(page).getByRole("region", { name: "The query on sample data" });

async function tryIt(page: Page): Promise<void> {
  const button = trial(page).getByRole("button", { name: "Try it on sample data" });
  await untilScripted(page, button);
  await button.click();
}

test("a query is tried on sample data in the browser", async ({ page }) => {
  await showOutput(page, SQL, "select name, price as name from fruits order by id");
  await tryIt(page);
  await expect(trial(page)).toContainText("2 rows");
  await expect(trial(page).getByRole("row")).toHaveText(["namename", "apple2.5", "Ω pear <b>"]);
  await expectNoFindings(page);
});

test("a query on a table that is not there is told which ones are", async ({ page }) => {
  await showOutput(page, SQL, "select * from vegetables");
  await tryIt(page);
  await expect(trial(page)).toContainText(
    "SQLite cannot run this query: no such table: vegetables.",
  );
  await expect(trial(page).getByRole("listitem")).toHaveText(["fruits(id, name, price)"]);
  await expectNoFindings(page);
});

test("a query without an end is stopped, and the page goes on", async ({ page }) => {
  await showOutput(
    page,
    SQL,
    "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n",
  );
  await tryIt(page);
  await expect(trial(page)).toContainText("This query was stopped");
  await expect(trial(page).getByRole("button")).toBeEnabled();
});

test("a browser that cannot fetch SQLite says so, and it can be tried again", async ({
  browser,
}) => {
  // A browser of its own, as SQLite's loader also throws, which a story's page may not.
  const page = await browser.newPage({ baseURL: sharedUrl() });
  await page.route("**/*.wasm", (route) => route.abort());
  await showOutput(page, SQL, "select 1");
  await tryIt(page);
  await expect(trial(page)).toContainText("SQLite could not be loaded");
  await page.unroute("**/*.wasm");
  await tryIt(page);
  await expect(trial(page)).toContainText("1 row");
  await page.close();
});

test("a query without sample data has no button to try it", async ({ page }) => {
  await showOutput(page, { kind: "sql" }, "select 1");
  await expect(output(page).getByText("SELECT", { exact: false }).first()).toBeVisible();
  await expect(output(page).getByRole("button", { name: /try it/i })).toHaveCount(0);
});

test("a query reads the sample and can change nothing", async () => {
  for (const query of ["DELETE FROM fruits", "DROP TABLE fruits", "CREATE TABLE x(y)"])
    expect(await run(query)).toMatchObject({
      ok: false,
      complaint: expect.stringContaining("attempt to write a readonly database"),
    });
});

test("one statement is run, with or without its semicolon", async () => {
  const rows = { ok: true, columns: ["a"], rows: [[1]], isCut: false };
  for (const query of ["SELECT 1 AS a", "SELECT 1 AS a;", " SELECT 1 AS a ; -- done\n"])
    expect(await run(query)).toEqual(rows);
  expect(await run("SELECT 1; SELECT 2")).toMatchObject({
    ok: false,
    complaint: expect.stringContaining("several statements"),
  });
  expect(await run("-- nothing")).toMatchObject({
    ok: false,
    complaint: expect.stringContaining("holds no statement"),
  });
});

test("a thousand rows are shown, and 64 MB are all that a query gets", async () => {
  const numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)";
  const cut = await run(`${numbers} SELECT i FROM n`);
  expect(cut).toMatchObject({ ok: true, isCut: true });
  expect(cut.ok && cut.rows.length).toBe(1_000);
  expect(await run("SELECT zeroblob(200 * 1024 * 1024)")).toMatchObject({
    ok: false,
    complaint: expect.stringMatching(/out of memory|too big/),
  });
});

test("sample data that does not load is named as what is wrong", async () => {
  expect(await run("SELECT 1", "CRATE TABLE x(y)")).toMatchObject({
    ok: false,
    complaint: expect.stringContaining('sample data of this model cannot be loaded: near "CRATE"'),
  });
});

test("the shipped model's sample holds the tables that its form opens with", async () => {
  const { inputs, output: declared } = parse(
    fs.readFileSync("models/text-to-sql/model.yaml", "utf8"),
  );
  const tables: string = inputs.find(({ name }: { name: string }) => name === "tables").default;
  for (const line of tables.split("\n")) {
    const [, table, columns] = /^(\w+)\((.*)\)$/.exec(line) ?? [];
    expect(await run(`SELECT * FROM ${table}`, declared.sampleData)).toMatchObject({
      ok: true,
      columns: columns?.split(", "),
    });
  }
});
