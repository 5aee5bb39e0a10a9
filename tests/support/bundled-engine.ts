import { existsSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Segment } from "#server/inference/engine.ts";
import { type FolderEngine, startFolderEngine, TOKEN } from "./folder-engine.ts";

/** SmolLM2-135M-Instruct, Q4_1. */
export const smallWeights = {
  path:
    process.env.VITRINE_TEST_WEIGHTS ??
    "data/weights/b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53.gguf",
  sha256: "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
};
export const hasWeights = existsSync(smallWeights.path);

type Part = { text: string; tokens: number[]; finish_reason: string | null };
export type Answer = {
  choices: Part[];
  usage: { prompt_tokens: number; completion_tokens: number };
  timings: Record<string, number>;
  prompt_tokens: number[];
  seed: number;
  environment: {
    id: string;
    facts: Record<string, unknown>;
    certificate: Record<string, boolean> | null;
  };
  conditions: {
    lane: string;
    sequences_max: number;
    prompt_chunks: number[];
    probabilities_hash: string | null;
    smallest_gap: number | null;
  };
};

/** An entry of the engine's list. */
type EngineModel = {
  id: string;
  status: { value: string; progress?: number | null; reason?: string };
  meta: {
    kind: "base" | "adapter";
    size_bytes: number;
    memory_bytes: number | null;
    n_ctx: number | null;
    load_ms: number | null;
    keep: boolean;
    last_used: string | null;
  };
};

export type TestEngine = FolderEngine & {
  /** Where its weights are, and what it remembers of them. */
  folder: string;
  complete(body: object): Promise<{ text: string; tokens: number[]; answer: Answer }>;
  model(id?: string): Promise<EngineModel>;
  /** Resolves with the model's status once it is loaded or failed. */
  settled(id?: string): Promise<EngineModel["status"]>;
};

const POLL_MS = 25;

/** How a test wants its engine; `weights` are paths by model id, `env` further variables of the process. */
export type EngineOptions = {
  weights?: Record<string, string>;
  /** A folder of one's own, instead of `weights`. */
  folder?: string;
  preload?: string | null;
  slots?: number;
  context?: number;
  env?: Record<string, string>;
};

/** A folder in which the engine finds these files by their ids. */
export function weightsFolder(weights: Record<string, string>): string {
  const folder = mkdtempSync(path.join(tmpdir(), "vitrine-weights-"));
  for (const [id, file] of Object.entries(weights))
    symlinkSync(path.resolve(file), path.join(folder, `${id}.gguf`));
  return folder;
}

function settingsOf(options: EngineOptions): Record<string, string> {
  return {
    VITRINE_ENGINE_PRELOAD: options.preload === null ? "" : (options.preload ?? "smollm2"),
    VITRINE_ENGINE_SLOTS: String(options.slots ?? 8),
    VITRINE_ENGINE_CONTEXT: String(options.context ?? 512),
    VITRINE_ENGINE_GPU: "off",
    ...options.env,
  };
}

/** The environment of an engine that a test starts by itself. */
export const engineEnvironment = (folder: string, options: EngineOptions = {}) => ({
  ...process.env,
  VITRINE_ENGINE_PORT: "0",
  VITRINE_ENGINE_TOKEN: TOKEN,
  VITRINE_ENGINE_FOLDER: folder,
  ...settingsOf(options),
});

/** The real engine's process on a free port; its weights may still be loading. */
export async function startEngine(options: EngineOptions = {}): Promise<TestEngine> {
  const weights = { smollm2: smallWeights.path, ...options.weights };
  const folder = options.folder ?? weightsFolder(weights);
  const engine = await startFolderEngine(folder, settingsOf(options));
  const model = async (id = "smollm2") => {
    const { data } = (await (await engine.get("/models")).json()) as { data: EngineModel[] };
    const found = data.find((entry) => entry.id === id);
    if (!found) throw new Error(`The engine lists no ${id}.`);
    return found;
  };
  return {
    ...{ ...engine, folder, model },
    complete: async (body) => {
      const response = await engine.post("/v1/completions", { model: "smollm2", ...body });
      const answer = (await response.json()) as Answer;
      const part = answer.choices?.[0];
      if (!part) throw new Error(`The engine answered ${JSON.stringify(answer)}`);
      return { text: part.text, tokens: part.tokens, answer };
    },
    settled: async (id) => {
      for (;;) {
        const { status } = await model(id);
        if (status.value === "loaded" || status.value === "failed") return status;
        await sleep(POLL_MS);
      }
    },
    stop: async () => {
      await engine.stop();
      if (!options.folder) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The events of a streamed answer, without `[DONE]`. */
export async function readEvents(response: Response): Promise<Partial<Answer>[]> {
  const lines = (await response.text()).split("\n").filter((line) => line.startsWith("data: {"));
  return lines.map((line) => JSON.parse(line.slice(6)) as Partial<Answer>);
}

/** A ChatML turn around what a visitor typed. */
export function turn(text: string): Segment[] {
  return [
    { kind: "template", text: "<|im_start|>user\n" },
    { kind: "text", text },
    { kind: "template", text: "<|im_end|>\n<|im_start|>assistant\n" },
  ];
}
