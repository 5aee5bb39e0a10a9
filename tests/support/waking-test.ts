import fs from "node:fs";
import path from "node:path";
import { test as base } from "@playwright/test";
import { type FakeEngine, startFakeEngine } from "./fake-engine.ts";
import {
  type Installation,
  newDataFolder,
  OFFLINE,
  startInstallation,
  until,
} from "./installation.ts";
import { SHIPPED_ADAPTER, shippedDefinition } from "./shipped.ts";

/** A Vitrine without weights of its own, whose model runs on two engines elsewhere that the story makes wake and sleep. */
type Elsewhere = {
  vitrine: Installation;
  /** Asked first: a llama-server, which tells how far it is. */
  workstation: FakeEngine;
  /** Asked next: a server that speaks OpenAI's protocol and no more, and has other weights at first. */
  hosted: FakeEngine;
};

export const test = base.extend<object, { elsewhere: Elsewhere }>({
  elsewhere: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are needed from this pattern.
    async ({}, use) => {
      const workstation = await startFakeEngine("llama-server");
      const hosted = await startFakeEngine("openai");
      workstation.set({ state: "loading", progress: 0.1 });
      hosted.set({ base: "something else" });
      const vitrine = await start(workstation, hosted);
      await use({ vitrine, workstation, hosted });
      await vitrine.stop();
      await Promise.all([workstation.close(), hosted.close()]);
      fs.rmSync(vitrine.dataFolder, { recursive: true, force: true });
    },
    { scope: "worker", timeout: 180_000 },
  ],
  baseURL: async ({ elsewhere }, use) => use(elsewhere.vitrine.url),
});

async function start(workstation: FakeEngine, hosted: FakeEngine): Promise<Installation> {
  const { weights } = await shippedDefinition();
  const dataFolder = newDataFolder();
  const file = path.join(dataFolder, "engines.yaml");
  const served = (adapter: string) =>
    `models: [{ weights: ${weights.sha256}, base: org/base, contextLength: 2048, adapters: { ${SHIPPED_ADAPTER}: ${adapter} } }]`;
  fs.writeFileSync(
    file,
    `engines:
  - { name: workstation, address: "${workstation.url}", dialect: llama-server, slots: 2, ${served('"0"')} }
  - { name: hosted, address: "${hosted.url}", dialect: openai, slots: 2, ${served("asking")} }
`,
  );
  const vitrine = await startInstallation({
    dataFolder,
    weights: false,
    env: {
      VITRINE_ENGINES: file,
      // No weights are to be had: the hub is a closed port, and pip finds no index.
      ...OFFLINE,
    },
  });
  await until(
    async () => (await fetch(`${vitrine.url}/healthz`).catch(() => null))?.ok ?? false,
    vitrine.output,
  );
  return vitrine;
}
