import { z } from "zod";
import type { DeterminismCertificate, PredictionEvidence } from "#contract/prediction.ts";
import { mayInspect, type Viewer } from "./access.ts";
import { database } from "./database.ts";
import { isId } from "./ids.ts";
import type { Segment } from "./inference/engine.ts";
import { promptText } from "./inference/prompt.ts";
import { decodeTokens } from "./inference/token-codec.ts";
import { notFound } from "./problem.ts";
import { seenBy } from "./visibility.ts";

/** All it takes to repeat a prediction, as far as it is known yet. The prompt leaves the server for those alone who may inspect the model. Throws a 404 Problem. */
export async function getEvidence(id: string, viewer: Viewer): Promise<PredictionEvidence> {
  if (!isId(id)) throw notFound();
  const row = await database().prediction.findUnique({
    where: { id, deletedAt: null, model: seenBy(viewer) },
    include: {
      payload: true,
      environment: true,
      model: { select: { owner: true, name: true } },
    },
  });
  if (!row) throw notFound();
  const { payload, environment } = row;
  return {
    phases: phasesOf(row),
    tokens:
      row.tokensIn === null || row.tokensOut === null
        ? null
        : { input: row.tokensIn, output: row.tokensOut, cached: row.tokensCached },
    sampling: (payload?.sampling as PredictionEvidence["sampling"]) ?? null,
    environment: environment
      ? {
          id: environment.id,
          facts: environment.facts as Record<string, unknown>,
          certificate: presentCertificate(environment.certificate),
        }
      : null,
    conditions: presentConditions(payload?.conditions),
    dropped: (payload?.dropped as string[] | undefined) ?? [],
    output_sha256: row.outputSha,
    prompt:
      payload && mayInspect(viewer, row.model)
        ? {
            text: promptText(payload.prompt as Segment[]),
            tokens: payload.promptTokens ? decodeTokens(payload.promptTokens) : [],
          }
        : null,
  };
}

const storedConditions = z.object({
  lane: z.enum(["shared", "exact"]),
  sequencesMax: z.int(),
  promptChunks: z.array(z.int()),
  probabilitiesHash: z.string().nullable(),
  smallestGap: z.number().nullable(),
});

/** Null for what an engine told in another shape, or not at all. */
function presentConditions(stored: unknown): PredictionEvidence["conditions"] {
  const found = storedConditions.safeParse(stored).data;
  if (!found) return null;
  return {
    lane: found.lane,
    sequences_max: found.sequencesMax,
    prompt_chunks: found.promptChunks,
    probabilities_sha256: found.probabilitiesHash,
    smallest_gap: found.smallestGap,
  };
}

const storedCertificate = z.object({
  repeated: z.boolean(),
  batched: z.boolean(),
  chunked: z.boolean(),
  reusedPrefix: z.boolean(),
});

/** A certificate as pages show it; null where none was made. */
export function presentCertificate(stored: unknown): DeterminismCertificate | null {
  const found = storedCertificate.safeParse(stored).data;
  if (!found) return null;
  const { repeated, batched, chunked, reusedPrefix } = found;
  return { repeated, batched, chunked, reused_prefix: reusedPrefix };
}

function phasesOf(row: {
  waitedMs: number | null;
  promptMs: number | null;
  decodeMs: number | null;
}): PredictionEvidence["phases"] {
  const phases = [
    { name: "waiting" as const, ms: row.waitedMs },
    { name: "reading the prompt" as const, ms: row.promptMs },
    { name: "writing the answer" as const, ms: row.decodeMs },
  ];
  return phases.flatMap(({ name, ms }) => (ms === null ? [] : [{ name, ms }]));
}
