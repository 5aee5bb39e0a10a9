import fs from "node:fs";
import path from "node:path";
import { vitrineCommand } from "./command.ts";
import { type FakeEngine, startFakeEngine } from "./fake-engine.ts";
import { type Installation, newDataFolder, startInstallation } from "./installation.ts";
import { copyShipped, withParts } from "./own-models.ts";
import { shippedDefinition } from "./shipped.ts";

/** A Vitrine with a public model, `tests/says`, that writes what its engine is told to write. */
export type Scripted = { vitrine: Installation; engine: FakeEngine; stop(): Promise<void> };

/** Starts one; `slots` is how many predictions its engine takes at once, `env` more of its settings. */
export async function startScripted({
  slots,
  env,
}: {
  slots?: number;
  env?: Record<string, string>;
} = {}): Promise<Scripted> {
  const engine = await startFakeEngine("vllm");
  const dataFolder = newDataFolder();
  const { weights } = await shippedDefinition();
  const engines = path.join(dataFolder, "engines.yaml");
  const models = `models: [{ weights: ${weights.sha256}, base: org/base, contextLength: 2048 }]`;
  const more = slots === undefined ? "" : `slots: ${slots}, `;
  fs.writeFileSync(
    engines,
    `engines: [{ name: scripted, address: "${engine.url}", dialect: vllm, ${more}${models} }]\n`,
  );
  const vitrine = await startInstallation({
    ...{ dataFolder, weights: false, env: { ...env, VITRINE_ENGINES: engines } },
  });
  await vitrine.untilReady();
  await publish(dataFolder);
  return {
    ...{ vitrine, engine },
    stop: async () => {
      await vitrine.stop();
      await engine.close();
      fs.rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

async function publish(dataFolder: string) {
  const { home, folder } = await copyShipped("says", "Says what it is told");
  const changes = withParts({
    inputs: [{ name: "say", type: "text", title: "Say", maxLength: 200 }],
    output: { kind: "text" },
    prompt: "{{ say }}",
    example: { say: "it" },
  });
  for (const [file, change] of Object.entries(changes)) {
    const at = path.join(folder, file);
    fs.writeFileSync(at, change(fs.readFileSync(at, "utf8")));
  }
  const said = await vitrineCommand(["publish", folder, "--owner", "tests"], {
    VITRINE_DATA: dataFolder,
  });
  fs.rmSync(home, { recursive: true, force: true });
  if (!said.startsWith("Published")) throw new Error(said);
}
