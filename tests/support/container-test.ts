import fs from "node:fs";
import path from "node:path";
import { test as base } from "@playwright/test";
import { vitrineCommand } from "./command.ts";
import { type FakeCog, startFakeCog } from "./fake-cog.ts";
import { type Installation, newDataFolder, startInstallation } from "./installation.ts";

/** A Vitrine with a container that paints, behind a model that was made from the container's own schema. */
type Painter = { vitrine: Installation; container: FakeCog; path: string };

/** One pixel. */
export const PAINTING =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNoAAAAggCB2kUIOwAAAABJRU5ErkJggg==";

const INPUTS = {
  prompt: { type: "string", title: "What to paint", maxLength: 200, "x-order": 0 },
  image: { type: "string", format: "uri", title: "Image", "x-order": 1 },
  notes: { type: "string", format: "uri", title: "Notes", "x-order": 2 },
  api_key: {
    type: "string",
    format: "password",
    writeOnly: true,
    "x-cog-secret": true,
    title: "Key",
    "x-order": 3,
  },
  steps: { type: "integer", title: "Steps", minimum: 1, maximum: 50, default: 20, "x-order": 4 },
};

export const containerTest = base.extend<object, { painter: Painter }>({
  painter: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are needed from this pattern.
    async ({}, use) => {
      const container = await startFakeCog("python");
      container.set({ inputs: INPUTS, pieces: [PAINTING] });
      const dataFolder = newDataFolder();
      const engines = path.join(dataFolder, "engines.yaml");
      const models = "models: [{ weights: painter, base: painter }]";
      fs.writeFileSync(
        engines,
        `engines: [{ name: container, address: "${container.url}", dialect: cog, ${models} }]\n`,
      );
      const vitrine = await startInstallation({ dataFolder, env: { VITRINE_ENGINES: engines } });
      await vitrine.untilReady();
      await publish(path.join(dataFolder, "paints"), container.url, dataFolder);
      await use({ vitrine, container, path: "/tests/paints" });
      await vitrine.stop();
      await container.close();
      fs.rmSync(dataFolder, { recursive: true, force: true });
    },
    { scope: "worker", timeout: 180_000 },
  ],
  baseURL: async ({ painter }, use) => use(painter.vitrine.url),
});

/** As a creator does it: a folder from the container's schema, with its name and its kind of output put in. */
async function publish(folder: string, container: string, dataFolder: string) {
  const env = { VITRINE_DATA: dataFolder };
  await vitrineCommand(["new", folder, "--from", `${container}/openapi.json`], env);
  const file = path.join(folder, "model.yaml");
  const text = fs.readFileSync(file, "utf8");
  fs.writeFileSync(
    file,
    text.replace("a-container", "painter").replace("kind: text", "kind: image"),
  );
  const said = await vitrineCommand(["publish", folder, "--owner", "tests"], env);
  if (!said.startsWith("Published")) throw new Error(said);
}
