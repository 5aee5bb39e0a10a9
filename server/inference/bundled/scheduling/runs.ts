import type { Run } from "./batch.ts";
import type { Job, JobEnd } from "./jobs.ts";
import { Witness } from "./witness.ts";

/** A job that waits for its slot. */
export function createRun(job: Job, resolve: Run["resolve"], reject: Run["reject"]): Run {
  const now = performance.now();
  return {
    ...{ job, resolve, reject, leave() {}, sampler: null, witness: new Witness() },
    ...{ todo: [], cached: 0, generated: 0, sequencesMax: 0, promptChunks: [] },
    ...{ submittedAt: now, startedAt: now, firstTokenAt: 0 },
  };
}

/** What there is to tell of a run at its end. */
export function endOf(run: Run, finish: JobEnd["finish"], end: number | null): JobEnd {
  const { cached, generated, submittedAt, startedAt, firstTokenAt } = run;
  return {
    ...{ finish, end, cached, generated },
    queueMs: startedAt - submittedAt,
    promptMs: firstTokenAt - startedAt,
    decodeMs: performance.now() - firstTokenAt,
    conditions: {
      lane: run.job.lane,
      sequencesMax: run.sequencesMax,
      promptChunks: run.promptChunks,
      ...run.witness.report(),
    },
  };
}
