import type { Dialect } from "../dialects/dialect.ts";
import { EngineError, type Target } from "../engine.ts";
import { chooseModel } from "./choice.ts";
import { type Connection, call } from "./http.ts";

/** Asks for weights, and for an adapter with a known path, to be loaded where the engine does so by request. Throws EngineError. */
export async function loadTarget(
  dialect: Dialect,
  connection: Connection,
  target: Target,
  contextLength: number,
): Promise<void> {
  const { base, adapter } = chooseModel(dialect, connection, target);
  if (dialect.loadModel) {
    const { path, body } = dialect.loadModel(base, contextLength);
    await call(connection, { path, body }).catch(ignoreUnderWay);
  }
  if (dialect.paths.asleep) await wake(connection);
  if (adapter?.adapter.path && dialect.loadAdapter) {
    const { path, body } = dialect.loadAdapter(adapter.adapter);
    await call(connection, { path, body }).catch(ignoreLoaded);
  }
}

/** Unloads an adapter where the engine does so by request. Throws EngineError. */
export async function unloadTarget(
  dialect: Dialect,
  connection: Connection,
  target: Target,
): Promise<void> {
  const { adapter } = chooseModel(dialect, connection, target);
  if (!adapter || !dialect.unloadAdapter) return;
  await call(connection, dialect.unloadAdapter(adapter.adapter));
}

/** vLLM's route for development: where it is missing, nothing ever sleeps. */
async function wake(connection: Connection) {
  await call(connection, { path: "/wake_up", method: "POST" }).catch(() => null);
}

/** Ollama answers when it has loaded, and llama-server's router refuses to load what it has. */
function ignoreUnderWay(error: unknown) {
  const isLate = error instanceof EngineError && error.kind === "timeout";
  if (!isLate) ignoreLoaded(error);
}

/** So do vLLM and SGLang with adapters. */
function ignoreLoaded(error: unknown) {
  const isThere = error instanceof EngineError && /already.*(loaded|running)/i.test(error.message);
  if (!isThere) throw error;
}
