import fs from "node:fs";
import path from "node:path";
import { test as base } from "@playwright/test";
import { type FakeEngine, startFakeEngine } from "./fake-engine.ts";
import { type Installation, newDataFolder, startInstallation } from "./installation.ts";

/** A Vitrine with an engine elsewhere that reads images, as far as a fake one does. */
type Eyes = Pick<FakeEngine, "requests"> & Pick<Installation, "url">;

const ANSWER = { alt: "Two fields of colour", description: "Blue on the left, red on the right." };

const ENGINES = (address: string) => `
engines:
  - name: eyes
    address: ${address}
    dialect: vllm
    models: [{ weights: SmolVLM2-2.2B-Instruct, base: org/base, contextLength: 4096, images: true }]
`;

export const eyesTest = base.extend<object, { eyes: Eyes }>({
  eyes: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are needed from this pattern.
    async ({}, use) => {
      const engine = await startFakeEngine("vllm");
      engine.set({ pieces: [JSON.stringify(ANSWER)] });
      const dataFolder = newDataFolder();
      const file = path.join(dataFolder, "engines.yaml");
      fs.writeFileSync(file, ENGINES(engine.url));
      const env = { VITRINE_ENGINES: file };
      const vitrine = await startInstallation({ dataFolder, env });
      await vitrine.untilReady();
      await use({ url: vitrine.url, requests: engine.requests });
      await vitrine.stop();
      await engine.close();
      fs.rmSync(dataFolder, { recursive: true, force: true });
    },
    { scope: "worker", timeout: 180_000 },
  ],
  baseURL: async ({ eyes }, use) => use(eyes.url),
});
