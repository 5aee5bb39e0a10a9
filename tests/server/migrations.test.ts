import { expect, test } from "@playwright/test";
import { applyMigrations, pendingMigration } from "#server/launch/migrations.ts";
import { databaseUrlOf, query } from "../support/sql.ts";

const url = () => databaseUrlOf(process.env.VITRINE_TEST_DATA ?? "");

test("the migrations lead to the schema as it stands", async () => {
  expect(await pendingMigration(url())).toBeNull();
});

test("applying migrations again does nothing", async () => {
  expect(await applyMigrations(url())).toEqual([]);
  const rows = await query(url(), "SELECT 1 FROM _prisma_migrations WHERE finished_at IS NULL");
  expect(rows).toEqual([]);
});
