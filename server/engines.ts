import type { EngineModelView, EngineOverview, EngineView } from "#contract/engine.ts";
import { weightsId } from "#contract/weights.ts";
import { isOwner, type Viewer } from "./access.ts";
import { actorOf, record } from "./audit.ts";
import { database } from "./database.ts";
import { presentCertificate } from "./evidence.ts";
import {
  type BundledModel,
  listBundledModels,
  loadBundledModel,
  unloadBundledModel,
} from "./inference/bundled-models.ts";
import { EngineError, type EngineModel } from "./inference/engine.ts";
import { forgetStatus, modelsSoon } from "./inference/engine-status.ts";
import { loadMsOf } from "./inference/load-clock.ts";
import { type RegisteredEngine, registeredEngines } from "./inference/registry.ts";
import { notFound, Problem } from "./problem.ts";
import { measureTraffic } from "./traffic.ts";
import { listLatestVersions, type Version } from "./versions.ts";

/** Every engine with its models, and what was measured of their use. Throws a 404 Problem for all but the owner. */
export async function getEngineOverview(viewer: Viewer): Promise<EngineOverview> {
  if (!isOwner(viewer)) throw notFound();
  const versions = await listLatestVersions(viewer);
  const engines = await Promise.all(
    registeredEngines().map((entry) =>
      entry.settings ? remoteView(entry, versions) : bundledView(versions),
    ),
  );
  return { engines, traffic: await measureTraffic(engines.flatMap(({ models }) => models)) };
}

/**
 * Loads a model of the bundled engine or unloads it, and says whether it stays loaded when nobody uses it; what is
 * unloaded is no longer kept. Throws a 404 Problem for all but the owner, and a 409 with the engine's own words.
 */
export async function setEngineModel(
  id: string,
  wish: { loaded: boolean; keep?: boolean | undefined },
  viewer: Viewer,
): Promise<void> {
  if (!isOwner(viewer)) throw notFound();
  const models = await listBundledModels().catch(refuse);
  const model = models.find((each) => each.id === id);
  if (!model) throw notFound();
  const versions = await listLatestVersions(viewer);
  const contexts = usersOf(id, versions).map(({ definition }) => definition.weights.contextLength);
  const contextLength = contexts.length > 0 ? Math.max(...contexts) : null;
  if (wish.loaded)
    await loadBundledModel(id, { contextLength, keep: wish.keep ?? null }).catch(refuse);
  else await unload(model).catch(refuse);
  for (const entry of registeredEngines()) if (!entry.settings) forgetStatus(entry);
  await record(database(), actorOf(viewer), "engine.model", id, { loaded: wish.loaded });
}

/** A model is let go before it is unloaded: else it would be kept again as soon as it is next loaded. */
async function unload({ id, status, meta }: BundledModel) {
  if (status.value === "loaded" && meta.keep)
    await loadBundledModel(id, { contextLength: null, keep: false });
  await unloadBundledModel(id);
}

function refuse(error: unknown): never {
  if (!(error instanceof EngineError)) throw error;
  throw new Problem(409, "The engine refuses", error.message);
}

async function bundledView(versions: Version[]): Promise<EngineView> {
  const view = { name: "Bundled engine", dialect: "llama.cpp", address: null };
  const models = await listBundledModels().catch((error: unknown) => {
    if (error instanceof EngineError) return null;
    throw error;
  });
  return {
    ...view,
    slots: models?.[0]?.meta.n_slots ?? null,
    problem: models ? null : "It does not answer: it is starting, or about to be started again.",
    models: (models ?? []).map((model) => bundledModelView(model, versions)),
  };
}

const STATES = {
  unloaded: "unloaded",
  loading: "loading",
  loaded: "ready",
  failed: "failed",
} as const;

function bundledModelView(
  { id, status, meta }: BundledModel,
  versions: Version[],
): EngineModelView {
  return {
    ...usage(id, versions),
    state: STATES[status.value],
    progress: status.progress ?? null,
    reason: status.reason ?? null,
    context_length: meta.n_ctx ?? null,
    load_seconds: inSeconds(meta.load_ms),
    memory_bytes: meta.memory_bytes ?? null,
    size_bytes: meta.size_bytes,
    last_used_at: meta.last_used ?? null,
    keep: meta.keep ?? false,
    idle_seconds: inSeconds(meta.idle_ms),
    certificate: presentCertificate(meta.environment?.certificate),
  };
}

async function remoteView(entry: RegisteredEngine, versions: Version[]): Promise<EngineView> {
  const { settings } = entry;
  const models = await modelsSoon(entry);
  const sleeps = settings?.scaleToZero
    ? "It is only asked how it is while a prediction waits for it, so that it can sleep."
    : "It has not answered yet.";
  return {
    ...{ name: entry.name, dialect: entry.dialect, address: settings?.address ?? null },
    slots: settings?.slots ?? null,
    problem: models.length > 0 ? null : sleeps,
    models: models.map((model) => remoteModelView(entry.name, model, versions)),
  };
}

function remoteModelView(engine: string, model: EngineModel, versions: Version[]): EngineModelView {
  const { base, state, contextLength } = model;
  return {
    ...usage(base, versions),
    state: state.kind,
    progress: state.kind === "loading" ? state.progress : null,
    reason: state.kind === "failed" || state.kind === "unreachable" ? state.reason : null,
    context_length: contextLength,
    load_seconds: inSeconds(loadMsOf(engine, model)),
    ...{ memory_bytes: null, size_bytes: null, last_used_at: null, keep: null },
    ...{ idle_seconds: null, certificate: null },
  };
}

function usage(id: string, versions: Version[]): Pick<EngineModelView, "id" | "name" | "used_by"> {
  const users = usersOf(id, versions);
  return {
    id,
    name: users[0]?.definition.weights.name ?? null,
    used_by: users.map(({ owner, name, definition }) => ({ owner, name, title: definition.title })),
  };
}

const usersOf = (id: string, versions: Version[]): Version[] =>
  versions.filter(({ definition }) => weightsId(definition.weights) === id);

const inSeconds = (ms: number | null | undefined): number | null =>
  ms === null || ms === undefined ? null : ms / 1_000;
