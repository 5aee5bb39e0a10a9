import { z } from "zod";
import { env } from "#server/env.ts";
import { call } from "./client/http.ts";

const listed = z.object({
  id: z.string(),
  status: z.object({
    value: z.enum(["unloaded", "loading", "loaded", "failed"]),
    progress: z.number().nullish(),
    reason: z.string().nullish(),
  }),
  meta: z.object({
    kind: z.enum(["base", "adapter"]),
    size_bytes: z.number(),
    n_ctx: z.number().nullish(),
    n_slots: z.number().nullish(),
    load_ms: z.number().nullish(),
    memory_bytes: z.number().nullish(),
    last_used: z.string().nullish(),
    keep: z.boolean().nullish(),
    idle_ms: z.number().nullish(),
    environment: z.object({ certificate: z.unknown() }).nullish(),
  }),
});

/** A file of the bundled engine's folder, as its `GET /models` tells; milliseconds, bytes, ISO dates. */
export type BundledModel = z.infer<typeof listed>;

/** Every base that the bundled engine has or could load, adapters left out. Throws EngineError while it does not answer. */
export async function listBundledModels(): Promise<BundledModel[]> {
  const answer = await call(connection(), { path: "/models" });
  const { data } = z.object({ data: z.array(listed) }).parse(answer);
  return data.filter(({ meta }) => meta.kind === "base");
}

/** Asks for a model to be loaded, or loaded anew with more context, and to be kept or not; it answers before that is done. Throws EngineError. */
export async function loadBundledModel(
  id: string,
  wish: { contextLength: number | null; keep: boolean | null },
): Promise<void> {
  const body = {
    model: id,
    ...(wish.contextLength === null ? {} : { n_ctx: wish.contextLength }),
    ...(wish.keep === null ? {} : { keep: wish.keep }),
  };
  await call(connection(), { path: "/models/load", body });
}

/** Frees a model's memory. Throws EngineError, also while something runs on it. */
export async function unloadBundledModel(id: string): Promise<void> {
  await call(connection(), { path: "/models/unload", body: { model: id } });
}

function connection() {
  const { VITRINE_ENGINE_URL, VITRINE_ENGINE_TOKEN } = env();
  return { url: VITRINE_ENGINE_URL ?? "http://127.0.0.1:9", token: VITRINE_ENGINE_TOKEN };
}
