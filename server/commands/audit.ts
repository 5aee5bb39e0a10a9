import { database } from "#server/database.ts";
import { amendEnv } from "#server/env.ts";
import { runningSettings } from "#server/launch/running-vitrine.ts";
import { say } from "#server/launch/terminal.ts";

const PAGE_SIZE = 500;

/** `audit` of the command line: who did what, oldest first, a line of JSON each. Throws SettingError. */
export async function runAuditCommand(): Promise<void> {
  amendEnv(runningSettings());
  try {
    for (let last = 0n; ; ) {
      const entries = await database().auditEntry.findMany({
        where: { id: { gt: last } },
        orderBy: { id: "asc" },
        take: PAGE_SIZE,
      });
      for (const { id: _, tokenId, ...entry } of entries)
        say(JSON.stringify({ ...entry, ...(tokenId === null ? {} : { token: tokenId }) }));
      const next = entries.at(-1);
      if (!next) return;
      last = next.id;
    }
  } finally {
    await database().$disconnect();
  }
}
