import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { expect, test } from "@playwright/test";
import type { Prediction } from "#contract/prediction.ts";
import { newName } from "../support/accounts.ts";
import { finished, post, QUESTION, sharedUrl } from "../support/api.ts";
import { vitrineCommand } from "../support/command.ts";
import { writeLora } from "../support/lora-fixture.ts";
import { copyShipped, countLines } from "../support/own-models.ts";
import { writePeft } from "../support/peft-adapter.ts";
import { databaseUrlOf, query } from "../support/sql.ts";
import { visitorHeaders } from "../support/visitors.ts";

const DATA = process.env.VITRINE_TEST_DATA ?? "";
const url = sharedUrl();
let home: string;
let folder: string;
let digest: string;

test.beforeEach(async () => {
  ({ home, folder } = await copyShipped("adapted", "Adapted"));
  const [, base] = read().match(/sha256: ([0-9a-f]{64})/) ?? [];
  const file = path.join(folder, "random.gguf");
  writeLora(file, { base: path.join(DATA, "weights", `${base}.gguf`), seed: 7, rank: 4 });
  digest = createHash("sha256").update(fs.readFileSync(file)).digest("hex");
});
test.afterEach(() => fs.rmSync(home, { recursive: true, force: true }));

const read = () => fs.readFileSync(path.join(folder, "model.yaml"), "utf8");

function adapt(sha256: string, sources: string[]) {
  const adapter = { name: "A random one", license: "MIT", sha256, sources };
  fs.appendFileSync(path.join(folder, "model.yaml"), `adapter: ${JSON.stringify(adapter)}\n`);
}

/** Where the adapter stands. */
const line = () => countLines(path.join(folder, "model.yaml"));

const publish = () =>
  vitrineCommand(["publish", folder, "--owner", "tests"], { VITRINE_DATA: DATA });

/** The adapters that a new prediction of the published model runs with. */
async function adaptersInUse(): Promise<unknown> {
  const model = `${url}/v1/models/tests/adapted`;
  const asked = await post(
    `${model}/predictions`,
    { input: QUESTION },
    visitorHeaders(newName("adapted")),
  );
  const { id } = (await asked.json()) as Prediction;
  expect((await finished(url, id)).status).toBe("succeeded");
  const [environment] = await query<{ adapters: unknown }>(
    databaseUrlOf(DATA),
    `SELECT e.facts->'adapters' AS adapters FROM predictions p
      JOIN environments e ON e.id = p.environment_id WHERE p.id = $1`,
    [id],
  );
  return environment?.adapters;
}

test("a model is published with an adapter that lies in its folder, and runs on it", async () => {
  adapt(digest, ["random.gguf"]);
  expect(await publish()).toContain("Published version");
  expect(await adaptersInUse()).toEqual([{ sha256: digest, scale: 1 }]);
});

test("an adapter as PEFT saves it is all that it takes: it is converted once, and the model runs on it", async () => {
  const peft = path.join(folder, "adapter");
  await writePeft(peft, {
    ...{ layers: 30, rank: 4 },
    modules: { "self_attn.q_proj": [576, 576], "self_attn.v_proj": [192, 576] },
  });
  const weights = path.join(DATA, "weights");
  const before = fs.readdirSync(weights);
  expect(await publish()).toContain("Published version");
  const added = fs.readdirSync(weights).filter((name) => !before.includes(name));
  const files = added.filter((name) => name.endsWith(".gguf"));
  expect(files).toHaveLength(1);
  expect(await adaptersInUse()).toEqual([{ sha256: files[0]?.slice(0, 64), scale: 1 }]);
  expect(await publish()).toContain("Unchanged: version");
  expect(fs.readdirSync(weights).length).toBe(before.length + added.length);

  fs.renameSync(path.join(peft, "adapter_model.safetensors"), path.join(peft, "adapter_model.bin"));
  expect(await publish()).toMatch(/adapter: adapter_model\.bin is a pickle, which is never opened/);
});

test("an adapter that is not the file that was named is refused with its line and the right digest", async () => {
  adapt("0".repeat(64), ["random.gguf"]);
  expect(await publish()).toMatch(
    new RegExp(
      `model\\.yaml:${line()}: adapter\\.sha256: is not that of random\\.gguf.* ${digest}`,
    ),
  );
});

test("an adapter that is not there is named, with where it was looked for", async () => {
  adapt("1".repeat(64), ["elsewhere.gguf"]);
  expect(await publish()).toMatch(
    new RegExp(
      `model\\.yaml:${line()}: adapter\\.sources: names no file that is there: elsewhere\\.gguf in /`,
    ),
  );
});

test("a file in another format is refused with the way out", async () => {
  const pickle = path.join(folder, "adapter_model.bin");
  fs.writeFileSync(pickle, "\u0080\u0004pickle");
  adapt(createHash("sha256").update(fs.readFileSync(pickle)).digest("hex"), ["adapter_model.bin"]);
  expect(await publish()).toMatch(
    /adapter\.sources: .*is not a GGUF file.*convert it to GGUF first/,
  );
});
