import { once } from "node:events";
import { z } from "zod";
import { INSTALLATION } from "#server/access.ts";
import { database } from "#server/database.ts";
import { amendEnv, SettingError } from "#server/env.ts";
import { runningSettings } from "#server/launch/running-vitrine.ts";
import { findPage } from "#server/prediction-row.ts";
import { present } from "#server/predictions.ts";

const PAGE_SIZE = 100;

const wish = z.strictObject({
  model: z
    .string()
    .regex(/^[\w-]+\/[\w-]+$/, "is no owner/name of a model")
    .optional(),
  since: z.iso.date("is no day: write it as 2026-11-27").optional(),
});

/**
 * `predictions export [model=OWNER/NAME] [since=DAY]` of the command line: every prediction as a line of JSON, newest
 * first, as the API sends it. Only a page of them is in memory at a time. Throws SettingError.
 */
export async function runExportCommand(options: string[]): Promise<void> {
  const parsed = wish.safeParse(Object.fromEntries(options.map((text) => text.split("=", 2))));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new SettingError(`${String(issue?.path[0] ?? "export")}: ${issue?.message}`);
  }
  const { model, since } = parsed.data;
  const filters = {
    ...(model ? { model } : {}),
    ...(since ? { created_after: `${since}T00:00:00Z` } : {}),
  };
  amendEnv(runningSettings());
  try {
    let after: { createdAt: Date; id: string } | null = null;
    do {
      const page = { visitors: null, after, limit: PAGE_SIZE, ...filters };
      const rows = await findPage(INSTALLATION, page);
      for (const row of rows) await writeLine(await present(row, INSTALLATION));
      after = rows.length === PAGE_SIZE ? (rows.at(-1) ?? null) : null;
    } while (after);
  } finally {
    await database().$disconnect();
  }
}

async function writeLine(value: unknown): Promise<void> {
  if (!process.stdout.write(`${JSON.stringify(value)}\n`)) await once(process.stdout, "drain");
}
