import type { ModelDefinition } from "#contract/definition.ts";
import { BUNDLED } from "#contract/names.ts";
import { askedWith, isFile, type WeightsFile, weightsId } from "#contract/weights.ts";
import { env } from "#server/env.ts";
import { shared } from "#server/shared.ts";
import { cogEngine } from "./client/cog.ts";
import type { Connection } from "./client/http.ts";
import type { Capabilities } from "./client/probe.ts";
import { dialects } from "./dialects.ts";
import type { EngineModel, Target } from "./engine.ts";
import { type EngineSettings, readEngines } from "./engines-file.ts";
import { openAiEngine, type RemoteEngine } from "./openai.ts";

/** An engine that predictions may run on, with what was last heard of it. */
export type RegisteredEngine = {
  name: string;
  dialect: string;
  /** Null for the bundled one, which takes any weights by their digest. */
  settings: EngineSettings | null;
  engine: RemoteEngine;
  /** Null until tried; the bundled one's are known. */
  capabilities: Capabilities | null;
  status: {
    at: number;
    models: EngineModel[];
    refresh: Promise<EngineModel[]> | null;
    isProbing: boolean;
    /** By the clock of performance.now(). */
    pausedUntil: number;
    wakes: Map<string, number>;
    hasBeenReady: boolean;
  };
};

/** Every engine, in the order in which they are asked: remote ones as the file lists them, the bundled one last. */
export function registeredEngines(): RegisteredEngine[] {
  return shared("engines", () => [...readEngines().map(remoteEngine), bundledEngine()]);
}

function remoteEngine(settings: EngineSettings): RegisteredEngine {
  const { name, dialect, address, key, models } = settings;
  const connection: Connection = { url: address, token: key, models };
  const engine =
    dialect === "cog" ? cogEngine(connection) : openAiEngine(dialectNamed(dialect), connection);
  return { ...fresh(), name, dialect, settings, engine };
}

function dialectNamed(name: string) {
  const found = Object.values(dialects).find((dialect) => dialect.name === name);
  if (!found) throw new Error(`No dialect is called ${name}.`); // the file's schema lets none other in
  return found;
}

function bundledEngine(): RegisteredEngine {
  const { VITRINE_ENGINE_URL, VITRINE_ENGINE_TOKEN } = env();
  const url = VITRINE_ENGINE_URL ?? "http://127.0.0.1:9"; // none was started: the discard port refuses
  const engine = openAiEngine(dialects.bundled, { url, token: VITRINE_ENGINE_TOKEN });
  return { ...fresh(), name: BUNDLED, dialect: "bundled", settings: null, engine };
}

const fresh = (): Pick<RegisteredEngine, "capabilities" | "status"> => ({
  capabilities: null,
  status: {
    ...{ at: -Infinity, models: [], refresh: null, isProbing: false, pausedUntil: -Infinity },
    ...{ wakes: new Map(), hasBeenReady: false },
  },
});

/** Weights and adapters are known by their digest, or by their name where only an engine elsewhere has them. */
export const targetOf = ({ weights, adapter }: ModelDefinition): Target => ({
  base: weightsId(weights),
  adapter: adapter ? { name: adapter.sha256, scale: adapter.scale } : null,
});

/** What an engine would run for a model, or null where the model names another, or it does not serve its weights or adapter or take its images. */
export function targetOn(entry: RegisteredEngine, definition: ModelDefinition): Target | null {
  if (definition.engine !== undefined && definition.engine !== entry.name) return null;
  const target = targetOf(definition);
  const { adapter } = definition;
  const form = askedWith(definition.weights);
  if (!entry.engine.takes.includes(form)) return null;
  if (!entry.settings) return target;
  const served = entry.settings.models.find(({ weights }) => weights === target.base);
  if (!served || (form === "messages" && takesImages(definition) && !served.images)) return null;
  if (!adapter) return target;
  const name = [adapter.sha256, adapter.name].find((key) => key in served.adapters);
  return name ? { ...target, adapter: { name, scale: adapter.scale } } : null;
}

/** The engines that serve a model, those first that are to be asked first. */
export const enginesFor = (definition: ModelDefinition): RegisteredEngine[] =>
  registeredEngines().filter((entry) => targetOn(entry, definition) !== null);

/** Whether a model is asked with images. */
export const takesImages = ({ inputs }: Pick<ModelDefinition, "inputs">): boolean =>
  inputs.some(({ type }) => type === "image");

/** Whether a model may run on the bundled engine, and its weights are wanted here. */
export const isOurs = (
  definition: ModelDefinition,
): definition is ModelDefinition & { weights: WeightsFile } =>
  isFile(definition.weights) && (definition.engine === undefined || definition.engine === BUNDLED);
