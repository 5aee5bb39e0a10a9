import { defineConfig, devices } from "@playwright/test";
import { chromiumPath } from "./support/chromium.ts";

export default defineConfig({
  testDir: ".",
  outputDir: "../test-results",
  globalSetup: "./support/global-setup.ts",
  // One engine on few cores: tests beside each other would only measure how they disturb each other.
  workers: 1,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  forbidOnly: Boolean(process.env.CI),
  reporter: [["list"], ["./support/closing-line.ts"]],
  use: { trace: "retain-on-failure", screenshot: "only-on-failure" },
  projects: [
    { name: "contract", testMatch: "contract/**/*.test.ts" },
    { name: "server", testMatch: "server/**/*.test.ts" },
    {
      name: "browser",
      testMatch: "browser/**/*.test.ts",
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
