import { LlamaLogLevel } from "node-llama-cpp";
import { nativeObjects } from "../native.ts";
import { openLibrary } from "./library.ts";
import type { VettingTask } from "./vetting.ts";

const broken = "llama.cpp cannot load the file: it is broken, or of an unknown kind.";
const mismatched = "The adapter does not fit these weights: its shapes or its kind are others.";
const silent = "What the weights compute are no numbers: the file is broken.";

// The library tests a native build in a fork, which would load our TypeScript loader for nothing.
process.execArgv = [];

const task: VettingTask = JSON.parse(process.argv[2] ?? "{}");
const reason = await vet(task).catch(() => broken);
process.stdout.write(`\n${JSON.stringify({ ok: reason === null, reason })}\n`, () =>
  process.exit(0),
);

/** Loads, and evaluates one token. Null if all went well. */
async function vet({ path, adapter, gpu }: VettingTask): Promise<string | null> {
  const llama = await openLibrary({ gpu: gpu as "auto", threads: 1 });
  llama.logLevel = LlamaLogLevel.disabled;
  const model = await llama.loadModel({ modelPath: path, checkTensors: true });
  const context = await model.createContext({ sequences: 1, contextSize: 64, batchSize: 16 });
  const native = nativeObjects(llama, model, context);
  if (adapter !== null) {
    const lora = new native.bindings.AddonModelLora(native.model, adapter);
    const isLoaded = await native.model.loadLora(lora).then(
      () => true,
      () => false,
    );
    if (!isLoaded) return mismatched;
    native.context.setLoras([lora], [1]);
  }
  native.context.initBatch(1);
  const [logit = 0] = native.context.addToBatch(0, 0, Uint32Array.of(1), Uint32Array.of(0));
  await native.context.decodeBatch();
  const sampler = new native.bindings.AddonSampler(native.model);
  sampler.applyConfig({ temperature: 1, topK: 8, topP: 1, minP: 0, seed: 0 });
  const [token, probabilities = []] = await native.context.sampleToken(logit, sampler, true);
  return token < 0 || !probabilities.every(Number.isFinite) ? silent : null;
}
