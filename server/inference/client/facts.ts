import { z } from "zod";
import { canonicalJson, sha256 } from "#server/digest.ts";
import type { Dialect } from "../dialects/dialect.ts";
import type { EngineEnvironment, Target } from "../engine.ts";
import { chooseModel } from "./choice.ts";
import { type Connection, call } from "./http.ts";

const told = z.object({
  version: z.string().optional(),
  build_info: z.string().optional(),
  cog_version: z.string().optional(),
});

const VERSION_FRESH_MS = 60_000;

/** The engine's version as it tells it, asked at most once a minute; null where it does not. Never throws. */
export function versionTeller(connection: Connection, path: string | null) {
  let asked: { at: number; answer: Promise<string | null> } | null = null;
  return async (): Promise<string | null> => {
    if (!path) return null;
    if (!asked || performance.now() - asked.at > VERSION_FRESH_MS)
      asked = { at: performance.now(), answer: askVersion(connection, path) };
    return asked.answer;
  };
}

async function askVersion(connection: Connection, path: string): Promise<string | null> {
  const answer = await call(connection, { path }).catch(() => null);
  const { version, build_info, cog_version } = told.safeParse(answer).data ?? {};
  return version ?? build_info ?? cog_version ?? null;
}

/** What is known about where an answer came from, for engines that do not describe themselves. */
export function describeRemote(
  dialect: string,
  names: { base: string; adapter: string | null },
  target: Target,
  version: string | null,
): EngineEnvironment {
  const facts = {
    engine: { dialect, version, ...names },
    weights: isDigest(target.base) ? { sha256: target.base } : { name: target.base },
    adapter: target.adapter,
  };
  return { id: sha256(canonicalJson(facts)), facts, certificate: null };
}

const isDigest = (id: string): boolean => /^[0-9a-f]{64}$/.test(id);

/** The engine's own names for a target. Throws EngineError. */
export function namesOf(dialect: Dialect, connection: Connection, target: Target) {
  const { base, adapter } = chooseModel(dialect, connection, target);
  return { base, adapter: adapter?.adapter.name ?? null };
}
