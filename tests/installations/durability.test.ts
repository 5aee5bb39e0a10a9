import fs from "node:fs";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { checkHoneycombQuery } from "#contract/honeycomb/check.ts";
import { outputText } from "#contract/prediction.ts";
import { create, finished, firstWords, get, QUESTION } from "../support/api.ts";
import { type Installation, startInstallation, until } from "../support/installation.ts";
import { isRunning, type Role } from "../support/processes.ts";
import { databaseUrlOf, query } from "../support/sql.ts";

let vitrine: Installation;

test.beforeAll(async () => {
  vitrine = await startInstallation();
  await vitrine.untilReady();
});

test.afterAll(async () => {
  await vitrine.stop();
});

async function kill(role: Role): Promise<void> {
  const pid = vitrine.pid(role);
  process.kill(pid, "SIGKILL");
  await until(() => !isRunning(pid));
}

for (const role of ["web", "engine", "postgres"] as const)
  test(`kill -9 of the ${role} process in the middle of a prediction loses and doubles nothing`, async () => {
    const before = await finished(vitrine.url, (await create(vitrine.url)).id);
    const { id } = await create(vitrine.url);
    const shown = await firstWords(vitrine.url, id);

    await kill(role);
    const done = await finished(vitrine.url, id);

    expect(["succeeded", "failed"]).toContain(done.status);
    const text = outputText(done);
    expect(text.startsWith(shown.data)).toBe(true);
    if (done.status === "succeeded")
      expect(checkHoneycombQuery(text, QUESTION.cols).violations).toEqual([]);
    else expect(done.error).not.toBe("");
    await vitrine.untilReady();
    expect(await get(vitrine.url, before.id)).toEqual(before);
    const rows = await query<{ n: number }>(
      databaseUrlOf(vitrine.dataFolder),
      "SELECT count(*)::int AS n FROM predictions WHERE id = $1 AND completed_at IS NOT NULL",
      [id],
    );
    expect(rows[0]?.n).toBe(1);
    expect((await finished(vitrine.url, (await create(vitrine.url)).id)).status).toBe("succeeded");
  });

test("kill -9 of the engine under eight streams ends none of them, and leaves nothing of them on the disk", async () => {
  const scratch = path.join(vitrine.dataFolder, "engine-scratch");
  const before = fs.readdirSync(scratch);
  expect(before.length).toBeGreaterThan(0);
  const made = await Promise.all(Array.from({ length: 8 }, () => create(vitrine.url)));
  const shown = await Promise.all(made.map(({ id }) => firstWords(vitrine.url, id)));
  await kill("engine");
  const done = await Promise.all(made.map(({ id }) => finished(vitrine.url, id)));
  done.forEach(({ status, output }, index) => {
    expect(["succeeded", "failed"]).toContain(status);
    expect(outputText({ output }).startsWith(shown[index]?.data ?? "")).toBe(true);
  });
  expect(done.filter(({ status }) => status === "succeeded").length).toBeGreaterThan(0);
  expect(fs.readdirSync(scratch).filter((name) => before.includes(name))).toEqual([]);
});

test("kill -9 of the launcher itself leaves no process behind, and the next start finishes what was accepted", async () => {
  const { id } = await create(vitrine.url);
  await firstWords(vitrine.url, id);
  const pids = (["web", "engine", "postgres"] as const).map((role) => vitrine.pid(role));
  vitrine.launcher.kill("SIGKILL");
  for (const pid of pids)
    await until(
      () => !isRunning(pid),
      () => `process ${pid} lives on`,
    );

  vitrine = await startInstallation({ dataFolder: vitrine.dataFolder });
  await vitrine.untilReady();
  const done = await finished(vitrine.url, id);
  expect(["succeeded", "failed"]).toContain(done.status);
});
