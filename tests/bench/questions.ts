import { checkHoneycombQuery } from "#contract/honeycomb/check.ts";
import { outputText } from "#contract/prediction.ts";
import { create, finished } from "../support/api.ts";
import { startInstallation } from "../support/installation.ts";
import { device } from "./cpu.ts";
import { readQuestions } from "./questions-file.ts";
import { type Report, rounded } from "./report.ts";

/** Asks every question through the whole product, one after another, and says what came back and whether it is valid. */
export async function run(): Promise<Report> {
  const vitrine = await startInstallation({ isAsShipped: true });
  const rows: Report["rows"] = [];
  try {
    await vitrine.untilReady();
    for (const question of readQuestions()) {
      const done = await finished(vitrine.url, (await create(vitrine.url, question)).id);
      const output = outputText(done);
      const { violations } = checkHoneycombQuery(output, question.cols);
      rows.push({
        valid: done.status === "succeeded" && violations.length === 0 ? "yes" : "NO",
        columns: question.cols.length,
        seconds: rounded(done.metrics.total_time ?? 0),
        question: question.nlq,
        output,
      });
    }
  } finally {
    await vitrine.stop();
  }
  return { name: "questions", device: device(), rows };
}
