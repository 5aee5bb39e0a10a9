import { once } from "node:events";
import { expect, test } from "@playwright/test";
import { create, finished } from "../support/api.ts";
import { startFakeEngine } from "../support/fake-engine.ts";
import { startInstallation } from "../support/installation.ts";
import { enginesFile } from "../support/registry.ts";
import { SHIPPED_ADAPTER, shippedDefinition } from "../support/shipped.ts";

const QUERY = '{"calculations":[{"op":"COUNT"}],"time_range":7200}';

test("with an engine elsewhere predictions run there, and on the bundled one while it is away", async () => {
  const { weights } = await shippedDefinition();
  const vllm = await startFakeEngine("vllm");
  vllm.set({ state: "loading" });
  const file = enginesFile(`
engines:
  - name: cluster
    address: ${vllm.url}
    dialect: vllm
    key: sk-secret
    models: [{ weights: ${weights.sha256}, base: org/base, adapters: { ${SHIPPED_ADAPTER}: asking } }]
`);
  const vitrine = await startInstallation({ env: { VITRINE_ENGINES: file } });
  await vitrine.untilReady();

  const first = await finished(vitrine.url, (await create(vitrine.url)).id);
  expect(first.status).toBe("succeeded");
  expect(first.engine?.name).toMatch(/^llama\.cpp /);
  expect(vllm.requests).toEqual([]);

  vllm.set({ pieces: [QUERY] });
  await expect
    .poll(async () => {
      const next = await finished(vitrine.url, (await create(vitrine.url)).id);
      return next.engine?.name;
    })
    .toBe("vllm 1.2.3");
  expect(vllm.keys.at(-1)).toBe("Bearer sk-secret");
  expect(vitrine.output()).not.toContain("sk-secret");
  await vitrine.stop();
  await vllm.close();
});

test("a list of engines with a mistake in it is complained about before anything starts", async () => {
  const file = enginesFile("engines: [{ name: a, address: nowhere, dialect: vllm, models: [] }]");
  const vitrine = await startInstallation({ env: { VITRINE_ENGINES: file }, weights: false });
  await once(vitrine.launcher, "exit");
  expect(vitrine.output()).toContain(
    `${file}:1: engines.0.address: must be a URL such as http://10.0.0.5:8000.`,
  );
});
