import type { DeterminismCertificate } from "#server/inference/engine.ts";
import { DecodeError, type Job, type JobEnd } from "../scheduling/jobs.ts";
import { createSampler } from "../scheduling/sampler.ts";
import { noAdapters } from "./adapters.ts";
import type { Runtime } from "./runtime.ts";

// Longer than the shortest prefix that is reused, and no whole number of any batch's rows.
const prompts = [
  `The museum opens at nine in the morning and closes at six, but on the first Thursday of each month the galleries on the
upper floor stay open until late. Visitors may take photographs of everything except the paintings on loan, for which the
lenders have asked us to make an exception. Bags larger than a sheet of paper go into the lockers beside the entrance; the`,
  `Columns: duration_ms, http.status_code, http.route, service.name, error, user_agent, region, build_id. Question: which
routes were slowest for people in Europe yesterday? Think of the calculation, of what to group by, of the filters and of
the range of time, one after the other. The calculation is the highest value of duration_ms, grouped by the column`,
];
const generated = 6;
const neighbours = 3;
const oddChunk = 7;
const look = { tops: 16, share: false };

type Shape = { lane: Job["lane"]; chunk?: number; reuses?: boolean };

/**
 * Finds out by trying which ways of computing give the same bits here as computing alone: twice alone, amid others, in
 * odd parts, on a reused prefix. Bits are compared by the hash of each step's most likely probabilities. Takes the time of
 * some hundred tokens; rejects with the signal's reason.
 */
export async function certify(
  runtime: Runtime,
  signal: AbortSignal,
): Promise<DeterminismCertificate> {
  const certificate = { repeated: true, batched: true, chunked: true, reusedPrefix: true };
  for (const prompt of prompts) {
    const tokens = runtime.tokenizer.prompt([{ kind: "template", text: prompt }]);
    const bits = (shape: Shape, of = tokens) => run(runtime, of, shape, signal);
    const alone = await bits({ lane: "exact" });
    certificate.repeated &&= (await bits({ lane: "exact" })) === alone;
    certificate.chunked &&= (await bits({ lane: "exact", chunk: oddChunk })) === alone;
    const others = Array.from({ length: neighbours }, (_, index) =>
      run(runtime, tokens.slice(index + 1), { lane: "shared" }, signal),
    );
    const amid = await Promise.all([bits({ lane: "shared" }), ...others]);
    certificate.batched &&= amid[0] === alone;
    // Another beginning, which only this run leaves in memory: what the others left came about in other ways.
    const own = tokens.slice(neighbours + 1);
    const before = await bits({ lane: "exact" }, own);
    certificate.reusedPrefix &&=
      runtime.mayReusePrefix && (await bits({ lane: "exact", reuses: true }, own)) === before;
  }
  return certificate;
}

async function run(
  runtime: Runtime,
  tokens: number[],
  shape: Shape,
  signal: AbortSignal,
): Promise<string> {
  const sampling = { temperature: 0, topP: 1, topK: 0, minP: 0, repeatPenalty: 1, seed: 0 };
  const end: JobEnd = await runtime.scheduler.submit({
    ...{ tokens, maxTokens: generated, lane: shape.lane, adapters: noAdapters, signal },
    reuse: shape.reuses ? { common: tokens.length, salt: null } : null,
    ...(shape.chunk ? { exactChunk: shape.chunk } : {}),
    ignoresEnd: true,
    createSampler: () => createSampler(runtime.native, sampling, null, look),
    onToken: () => ({ stop: false }),
  });
  const { probabilitiesHash } = end.conditions;
  if (probabilitiesHash === null) throw new DecodeError("no probabilities were seen");
  return probabilitiesHash;
}
