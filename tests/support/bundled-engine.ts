import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";
import type { Segment } from "#server/inference/engine.ts";

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
  environment: { id: string; facts: Record<string, unknown> };
};

export type TestEngine = {
  child: ChildProcess;
  get(path: string): Promise<Response>;
  post(path: string, body: object, signal?: AbortSignal): Promise<Response>;
  complete(body: object): Promise<{ text: string; tokens: number[]; answer: Answer }>;
  /** Resolves with the model's status once it is no longer loading. */
  settled(): Promise<{ value: string; reason?: string }>;
  stop(): Promise<void>;
};

const token = "a-token-for-tests-only";

export function engineEnvironment(options: { path?: string; slots?: number; context?: number }) {
  const model = { name: "smollm2", ...smallWeights, path: options.path ?? smallWeights.path };
  return {
    ...process.env,
    VITRINE_ENGINE_PORT: "0",
    VITRINE_ENGINE_TOKEN: token,
    VITRINE_ENGINE_MODEL: JSON.stringify(model),
    VITRINE_ENGINE_SLOTS: String(options.slots ?? 8),
    VITRINE_ENGINE_CONTEXT: String(options.context ?? 512),
    VITRINE_ENGINE_GPU: "off",
  };
}

export const engineCommand = ["--import", "tsx", "server/inference/bundled/main.ts"];

/** The real engine's process on a free port; its weights may still be loading. */
export async function startEngine(
  options: { path?: string; slots?: number; context?: number } = {},
): Promise<TestEngine> {
  const child = spawn(process.execPath, engineCommand, {
    env: engineEnvironment(options),
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  const url = `http://127.0.0.1:${await listeningPort(child)}`;
  const headers = { authorization: `Bearer ${token}` };
  const get = (path: string) => fetch(url + path, { headers });
  const post = (path: string, body: object, signal?: AbortSignal) =>
    fetch(url + path, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
      ...(signal ? { signal } : {}),
    });
  return {
    child,
    get,
    post,
    complete: async (body) => {
      const response = await post("/v1/completions", { model: "smollm2", ...body });
      const answer = (await response.json()) as Answer;
      const part = answer.choices?.[0];
      if (!part) throw new Error(`The engine answered ${JSON.stringify(answer)}`);
      return { text: part.text, tokens: part.tokens, answer };
    },
    settled: async () => {
      for (;;) {
        const { data } = (await (await get("/models")).json()) as {
          data: { status: { value: string; reason?: string } }[];
        };
        const status = data[0]?.status;
        if (status && status.value !== "loading") return status;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
    },
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill("SIGTERM");
      await once(child, "exit");
    },
  };
}

async function listeningPort(child: ChildProcess): Promise<number> {
  if (!child.stderr) throw new Error("The engine's log is not piped.");
  const seen: string[] = [];
  for await (const line of createInterface({ input: child.stderr })) {
    const port = /"event":"listening","port":(\d+)/.exec(line)?.[1];
    if (port) {
      child.stderr.resume();
      return Number(port);
    }
    seen.push(line);
  }
  throw new Error(`The engine ended before it listened: ${seen.join("\n")}`);
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
