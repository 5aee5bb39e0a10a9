import type { Reporter, TestCase, TestResult } from "@playwright/test/reporter";

/** Ends the output with one line that any CI understands: `12 passed, 0 failed, 1 skipped`. */
// biome-ignore lint/style/noDefaultExport: Playwright loads a reporter by its default export.
export default class ClosingLine implements Reporter {
  private readonly outcomes = new Map<string, TestResult["status"]>();

  onTestEnd(test: TestCase, result: TestResult) {
    this.outcomes.set(test.id, result.status);
  }

  onEnd() {
    const count = (wanted: (status: TestResult["status"]) => boolean) =>
      [...this.outcomes.values()].filter(wanted).length;
    const passed = count((status) => status === "passed");
    const skipped = count((status) => status === "skipped");
    const failed = count((status) => status !== "passed" && status !== "skipped");
    process.stdout.write(
      `\n${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ""}\n`,
    );
  }
}
