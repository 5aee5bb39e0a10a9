import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { parse, stringify } from "yaml";
import { outputText, type Prediction } from "#contract/prediction.ts";
import type { WeightsFile } from "#contract/weights.ts";
import { type DefinitionFiles, readFolder } from "#server/definition-folder.ts";
import { fetchWeights } from "#server/launch/fetch-weights.ts";
import { otherWeights, readFolderWith } from "#server/other-weights.ts";
import { weightsPath } from "#server/weights.ts";
import { post } from "../support/api.ts";
import { vitrineCommand } from "../support/command.ts";
import { type Installation, newDataFolder, startInstallation } from "../support/installation.ts";
import { device } from "./cpu.ts";
import {
  type HeldOut,
  measuredFolders,
  readHeldOut,
  readPublished,
  scoreOf,
} from "./quality/held-out.ts";
import { percentages, type Tally } from "./quality/tally.ts";
import type { Report } from "./report.ts";

const AT_ONCE = 4;
const OWNER = "bench";

/** The texts of a model's folder on some weights, with their adapter or without. */
type Variant = {
  folder: string;
  name: string;
  weights: string;
  adapter: string;
  files: DefinitionFiles;
};

/**
 * Runs held-out sets through the whole product, on each of the weights that a model has files for, with their adapter and
 * without; `--published FILE` asks Honeycomb's own questions instead, `--rows N` only the first N, `--weights NAME` only
 * those weights, `--adapter` only those with an adapter. `--answers FILE` writes each answer down with how it was judged, as a
 * line of JSON. Arguments name models.
 */
export async function run(args: string[]): Promise<Report> {
  const { positionals, values } = parseArgs({
    ...{ args, allowPositionals: true },
    options: {
      ...{ published: { type: "string" }, rows: { type: "string" }, weights: { type: "string" } },
      ...{ adapter: { type: "boolean" }, json: { type: "boolean" }, answers: { type: "string" } },
    },
  });
  const wanted = (folder: string) => {
    const model = path.basename(folder);
    if (values.published !== undefined) return model === "honeycomb-nlq";
    return positionals.length === 0 || positionals.includes(model);
  };
  const all = (await Promise.all(measuredFolders().filter(wanted).map(variantsOf))).flat();
  const variants = all.filter((variant) => isMeasured(variant, values));
  if (variants.length === 0) {
    const names = new Set(all.map(({ weights }) => `“${weights}”`));
    throw new Error(`No model has such weights; there are ${[...names].join(", ")}.`);
  }
  const vitrine = await startInstallation({ isAsShipped: true });
  const rows: Report["rows"] = [];
  const note = (answer: object) => {
    if (values.answers) fs.appendFileSync(values.answers, `${JSON.stringify(answer)}\n`);
  };
  try {
    await vitrine.untilReady();
    for (const variant of variants) {
      const known = values.published
        ? readPublished(values.published)
        : readHeldOut(variant.folder);
      const asked = known.slice(0, Number(values.rows ?? known.length));
      await publish(vitrine, variant);
      rows.push(await measure(vitrine, variant, asked, note));
    }
  } finally {
    await vitrine.stop();
  }
  return { name: "quality", device: device(), rows };
}

const isMeasured = (
  { weights, adapter }: Variant,
  only: { weights?: string | undefined; adapter?: boolean | undefined },
): boolean =>
  (only.weights === undefined || weights === only.weights) && (!only.adapter || adapter === "yes");

async function variantsOf(folder: string): Promise<Variant[]> {
  const texts = [await readFolder(folder)];
  for (const name of otherWeights(folder)) texts.push(await readFolderWith(folder, name));
  return texts.flatMap((files, index) => {
    const { adapter, ...rest } = parse(files["model.yaml"]);
    const base = { folder, weights: rest.weights.name, name: `${path.basename(folder)}-${index}` };
    const bare = { ...files, "model.yaml": stringify(rest) };
    return [
      { ...base, adapter: "no", files: bare },
      ...(adapter ? [{ ...base, name: `${base.name}-adapter`, adapter: "yes", files }] : []),
    ];
  });
}

/** From a folder of its own; what the definition names by path is put into the store before, as it lies beside the original. */
async function publish({ dataFolder }: Installation, variant: Variant) {
  const { weights, adapter } = parse(variant.files["model.yaml"]) as Record<string, WeightsFile>;
  for (const part of [weights, adapter]) if (part) await lend(dataFolder, variant.folder, part);
  const home = newDataFolder();
  const folder = path.join(home, variant.name);
  fs.mkdirSync(folder);
  for (const [name, text] of Object.entries(variant.files))
    fs.writeFileSync(path.join(folder, name), text);
  const said = await vitrineCommand(["publish", folder, "--owner", OWNER], {
    VITRINE_DATA: dataFolder,
  });
  fs.rmSync(home, { recursive: true, force: true });
  if (!said.includes("Published version")) throw new Error(said);
}

async function lend(dataFolder: string, folder: string, { sha256, sources, name }: WeightsFile) {
  const target = path.join(dataFolder, "weights", `${sha256}.gguf`);
  if (fs.existsSync(target)) return;
  const own = sources.map((source) => path.resolve(folder, source)).find(fs.existsSync);
  if (!own) await fetchWeights({ name, sha256, sources }, () => {});
  fs.copyFileSync(own ?? weightsPath(sha256), target);
}

async function measure(
  { url }: Installation,
  { folder, name, weights, adapter }: Variant,
  asked: HeldOut[],
  note: (answer: object) => void,
): Promise<Report["rows"][number]> {
  const model = path.basename(folder);
  const score = await scoreOf(model);
  const tallies: Tally[] = [];
  const todo = [...asked];
  const visitor = async () => {
    for (let row = todo.shift(); row; row = todo.shift()) {
      const output = await answerTo(`${url}/v1/models/${OWNER}/${name}`, row);
      const judged = score(row, output);
      tallies.push(judged);
      note({ model, weights, adapter, ...row, output, judged });
    }
  };
  const startedAt = performance.now();
  await Promise.all(Array.from({ length: AT_ONCE }, visitor));
  const seconds = (performance.now() - startedAt) / 1_000;
  return {
    ...{ model, weights, adapter, rows: asked.length },
    ...percentages(tallies),
    seconds_each: Math.round((100 * seconds) / asked.length) / 100,
  };
}

async function answerTo(model: string, { input }: HeldOut): Promise<string> {
  const answer = await post(`${model}/predictions`, { input }, { prefer: "wait=60" });
  if (answer.status !== 201) throw new Error(`${answer.status}: ${await answer.text()}`);
  return outputText((await answer.json()) as Prediction);
}
