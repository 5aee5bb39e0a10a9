import { expect } from "@playwright/test";
import { create, finished, get, sharedUrl } from "../support/api.ts";
import { test } from "../support/browser-test.ts";
import { fillIn, output, predictionId, questionField, runButton } from "../support/pages.ts";

const url = sharedUrl();
const QUESTION = { nlq: "count by region", cols: ["region"] };

test("who waits in line reads their place and when it should begin, by what runs took lately", async ({
  page,
  stranger,
  crowd,
}) => {
  await finished(url, (await create(url, QUESTION)).id);
  await fillIn(page, QUESTION);
  await fillIn(stranger, QUESTION);
  await crowd.fill();
  await runButton(page).click();
  const first = await predictionId(page);
  await questionField(stranger).press("Control+Enter");
  const second = await predictionId(stranger);
  await expect(output(page).getByText(/^Next in line, begins in about \d+ s$/)).toBeVisible();
  await expect(output(stranger).getByText(/^2nd in line, begins in about \d+ s$/)).toBeVisible();
  const [next, last] = await Promise.all([get(url, first), get(url, second)]);
  expect(next.wait).toMatchObject({ reason: "queued", position: 1, waking_seconds: null });
  expect(last.wait).toMatchObject({ reason: "queued", position: 2, waking_seconds: null });
  expect(last.wait?.estimated_seconds).toBeGreaterThanOrEqual(next.wait?.estimated_seconds ?? 0);
  await crowd.leave();
  expect((await finished(url, second)).status).toBe("succeeded");
});
