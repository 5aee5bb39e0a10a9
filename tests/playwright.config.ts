import { defineConfig, devices } from "@playwright/test";
import { chromiumPath } from "./support/chromium.ts";

/** What needs no Vitrine, or starts one of its own. */
const OWN = ["contract/**", "installations/**", "server/inference/**", "server/lora/**"].map(
  (folder) => `${folder}/*.test.ts`,
);

export default defineConfig({
  testDir: ".",
  outputDir: "../test-results",
  globalSetup: "./support/global-setup.ts",
  // One for the Vitrine that most stories share, whose engine and line they would take from each other;
  // one for what starts its own, which mostly waits for processes.
  workers: 2,
  timeout: 240_000,
  expect: { timeout: 60_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [["list"], ["./support/closing-line.ts"]],
  // Pictures of each step take a fifth of the time where no GPU draws them.
  use: {
    trace: { mode: "retain-on-failure", screenshots: false },
    screenshot: "only-on-failure",
  },
  projects: [
    { name: "own", testMatch: OWN, workers: 1 },
    {
      name: "shared",
      testIgnore: OWN,
      workers: 1,
      use: {
        ...devices["Desktop Chrome"],
        viewport: { width: 1280, height: 900 },
        launchOptions: {
          executablePath: chromiumPath(),
          args: [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
          ],
        },
      },
    },
  ],
});
