import fs from "node:fs";
import { requireChromium } from "./chromium.ts";
import { startInstallation } from "./installation.ts";
import { shippedWeights } from "./weights.ts";

/** Starts the Vitrine that most tests share; returns what ends it. */
// biome-ignore lint/style/noDefaultExport: Playwright loads its set-up by the default export.
export default async function globalSetup() {
  requireChromium();
  process.env.VITRINE_TEST_WEIGHTS = await shippedWeights();
  const installation = await startInstallation({
    env: { VITRINE_PRIVATE_WEBHOOKS: "allow" }, // their receivers are on this machine
  });
  await installation.untilReady();
  process.env.VITRINE_TEST_URL = installation.url;
  process.env.VITRINE_TEST_DATA = installation.dataFolder;
  return async () => {
    await installation.stop();
    fs.rmSync(installation.dataFolder, { recursive: true, force: true });
  };
}
