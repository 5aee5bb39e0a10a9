import type { Choice, Dialect } from "../dialects/dialect.ts";
import { EngineError, type Target } from "../engine.ts";
import type { Connection } from "./http.ts";

/**
 * The engine's own names for what is to be run. Throws EngineError for weights that it does not serve, and rather than
 * run an adapter at another strength than the model asks for.
 */
export function chooseModel(
  dialect: Dialect,
  connection: Connection,
  { base, adapter }: Target,
): Choice & { contextLength: number | null } {
  if (!connection.models) {
    const chosen = adapter && { adapter: { name: adapter.name }, scale: adapter.scale };
    return { base, adapter: chosen, others: [], contextLength: null };
  }
  const served = connection.models.find(({ weights }) => weights === base);
  if (!served) throw new EngineError("model_not_found", "This engine does not serve the weights.");
  const known = {
    base: served.base,
    others: Object.values(served.adapters),
    contextLength: served.contextLength,
  };
  if (!adapter) return { ...known, adapter: null };
  const named = served.adapters[adapter.name];
  if (!named) throw new EngineError("model_not_found", "This engine does not serve the adapter.");
  if (adapter.scale !== 1 && !dialect.scalesAdapters)
    throw new EngineError(
      "bad_request",
      `This engine runs adapters at their full strength only, and this model asks for ${adapter.scale}.`,
    );
  return { ...known, adapter: { adapter: named, scale: adapter.scale } };
}
