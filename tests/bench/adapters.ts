import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { readDefinition } from "#server/definition-folder.ts";
import { shippedFolders } from "#server/shipped-weights.ts";
import { writeLora } from "../support/lora-fixture.ts";
import { device } from "./cpu.ts";
import { firstTokenMs, randomPrompt, type Side } from "./generating.ts";
import { quantile, type Report, rounded } from "./report.ts";
import { startBundled, weightsFile, weightsFolder } from "./sides.ts";

const ADAPTERS = 16;
const SLOTS = 16;
const CONTEXT = 256;
const PROMPT_TOKENS = 64;
const NEW_TOKENS = 24;
const REQUESTS_PER_ADAPTER = 6;
const PAIRS = 100;
/** Short requests: the difference sought is smaller than what longer ones vary by. */
const PAIR_PROMPT_TOKENS = 16;
const PAIR_TOKENS = 2;

/**
 * Sixteen adapters beside one base, or with `--shipped` those of the shipped models: how long each waits for its first token
 * under mixed load, what switching between two costs beyond the request itself, and the engine's memory for each further
 * adapter over the size of its file.
 */
export async function run(args: string[]): Promise<Report> {
  const { values } = parseArgs({
    ...{ args, options: { shipped: { type: "boolean" }, json: { type: "boolean" } } },
  });
  const shipped = values.shipped ? await findShipped() : null;
  const folder = weightsFolder(shipped?.base);
  let side: Side | null = null;
  try {
    const files = shipped ? putBeside(folder, shipped.adapters) : makeRandom(folder);
    side = await startBundled({ folder, adapters: files, slots: SLOTS, context: CONTEXT });
    const rows = [await measureMemory(side, files), await measureSwitching(side)];
    rows.push(await measureWaits(side, files.length));
    return { name: "adapters", device: device(), rows };
  } finally {
    await side?.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

type Row = Report["rows"][number];

/** The base that shipped models share and the adapter of each, which lie in their folders. */
async function findShipped(): Promise<{ base: string; adapters: string[] }> {
  const found = { base: "", adapters: [] as string[] };
  for (const folder of shippedFolders()) {
    const { weights, adapter } = await readDefinition(folder);
    if (!adapter) continue;
    found.base = path.resolve(folder, weights.sources?.[0] ?? "");
    found.adapters.push(path.resolve(folder, adapter.sources[0] ?? ""));
  }
  return found;
}

const putBeside = (folder: string, adapters: string[]): string[] =>
  adapters.map((adapter, index) => {
    const file = path.join(folder, `adapter-${index}.gguf`);
    fs.symlinkSync(adapter, file);
    return file;
  });

const makeRandom = (folder: string): string[] =>
  Array.from({ length: ADAPTERS }, (_, index) => {
    const file = path.join(folder, `adapter-${index}.gguf`);
    writeLora(file, { base: weightsFile, seed: index + 1, rank: 16 });
    return file;
  });

/** Asks each adapter once, so that all are loaded, and looks at the process after the first and after the last. */
async function measureMemory(side: Side, files: string[]): Promise<Row> {
  const use = (adapter: number | null) =>
    side.generate({ prompt: randomPrompt(adapter ?? 99, 16), tokens: 2, adapter });
  for (const adapter of [null, 0]) await use(adapter);
  const before = residentBytes(side.pid);
  for (let adapter = 1; adapter < files.length; adapter += 1) await use(adapter);
  const after = residentBytes(side.pid);
  const each = (after - before) / (files.length - 1);
  const fileBytes = fs.statSync(files[0] ?? "").size;
  return {
    what: "memory for a further adapter",
    adapters: files.length,
    engine_mb: rounded(after / 2 ** 20),
    file_mb: rounded(fileBytes / 2 ** 20, 2),
    memory_mb: rounded(each / 2 ** 20, 2),
    ratio: rounded(each / fileBytes, 3),
  };
}

/** Requests one after another: always the same adapter, and two that take turns, each pair of requests right after the other. */
async function measureSwitching(side: Side): Promise<Row> {
  const same: number[] = [];
  const switched: number[] = [];
  const ask = async (seed: number, adapter: number) => {
    const request = {
      prompt: randomPrompt(seed, PAIR_PROMPT_TOKENS),
      tokens: PAIR_TOKENS,
      adapter,
    };
    const { startedAt, endedAt } = await side.generate(request);
    return endedAt - startedAt;
  };
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const adapter = pair % 2; // the one that answered last
    await ask(7_000 + 3 * pair, adapter);
    same.push(await ask(7_001 + 3 * pair, adapter));
    switched.push(await ask(7_002 + 3 * pair, 1 - adapter));
  }
  const [sameMs, switchedMs] = [quantile(same, 0.5), quantile(switched, 0.5)];
  return {
    what: "switching between two adapters",
    adapters: 2,
    same_ms: rounded(sameMs, 2),
    switched_ms: rounded(switchedMs, 2),
    added_ms: rounded(
      quantile(
        switched.map((ms, pair) => ms - (same[pair] ?? ms)),
        0.5,
      ),
      2,
    ),
    ratio: rounded(switchedMs / sameMs, 3),
  };
}

/** All adapters at once, as many requests of each as the next: nobody should wait much longer than the others. */
async function measureWaits(side: Side, adapters: number): Promise<Row> {
  const waits = Array.from({ length: adapters }, () => [] as number[]);
  const visitor = async (adapter: number) => {
    for (let index = 0; index < REQUESTS_PER_ADAPTER; index += 1) {
      const prompt = randomPrompt(9_000 + 100 * adapter + index, PROMPT_TOKENS);
      const timed = await side.generate({ prompt, tokens: NEW_TOKENS, adapter });
      waits[adapter]?.push(firstTokenMs(timed));
    }
  };
  const startedAt = performance.now();
  await Promise.all(waits.map((_, adapter) => visitor(adapter)));
  const seconds = (performance.now() - startedAt) / 1_000;
  const means = waits.map((all) => all.reduce((sum, wait) => sum + wait, 0) / all.length);
  const mean = means.reduce((sum, wait) => sum + wait, 0) / means.length;
  const all = waits.flat();
  return {
    what: "wait for the first token under mixed load",
    adapters,
    concurrency: adapters,
    tokens_per_second: rounded((adapters * REQUESTS_PER_ADAPTER * NEW_TOKENS) / seconds),
    mean_wait_ms: rounded(mean),
    longest_mean_wait_ms: rounded(Math.max(...means)),
    wait_p99_ms: rounded(quantile(all, 0.99)),
    ratio: rounded(Math.max(...means) / mean, 3),
  };
}

/** Memory that a process holds, by /proc. */
function residentBytes(pid: number): number {
  const status = fs.readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)?.[1]) * 1_024;
}
