import { post } from "../support/api.ts";
import { until } from "../support/installation.ts";
import { startScripted } from "../support/scripted-vitrine.ts";
import { device } from "./cpu.ts";
import { quantile, type Report, rounded } from "./report.ts";

const AT_ONCE = [300, 600];

/**
 * How soon everybody hears of it, where more ask at once than can wait: an engine that is still loading takes none, so that
 * the line fills up and the rest is refused. Refusals have to be cheap: whoever is refused tends to come back.
 */
export async function run(): Promise<Report> {
  const scripted = await startScripted();
  const { vitrine, engine } = scripted;
  const rows: Report["rows"] = [];
  try {
    for (const concurrency of AT_ONCE) {
      engine.set({ state: "loading" });
      const answers = await Promise.all(
        Array.from({ length: concurrency }, () => timed(vitrine.url)),
      );
      for (const status of [201, 429]) {
        const ms = answers.flatMap((each) => (each.status === status ? [each.ms] : []));
        rows.push({
          ...{ concurrency, answer: status === 201 ? "accepted" : "refused", count: ms.length },
          ...{ p50_ms: rounded(quantile(ms, 0.5)), p99_ms: rounded(quantile(ms, 0.99)) },
        });
      }
      const others = answers.filter(({ status }) => status !== 201 && status !== 429);
      if (others.length > 0) throw new Error(`answered ${others[0]?.status}`);
      engine.set({ pieces: ["done"] });
      await until(async () => (await waiting(vitrine.url)) === 0);
    }
    return { name: "overload", device: device(), rows };
  } finally {
    await scripted.stop();
  }
}

async function timed(url: string): Promise<{ status: number; ms: number }> {
  const started = performance.now();
  const answer = await post(`${url}/v1/models/tests/says/predictions`, { input: { say: "it" } });
  await answer.text();
  return { status: answer.status, ms: performance.now() - started };
}

/** How many are in line, by what the next one is told. */
async function waiting(url: string): Promise<number> {
  const answer = await post(`${url}/v1/models/tests/says/predictions`, { input: { say: "it" } });
  if (answer.status !== 201) return Number.POSITIVE_INFINITY;
  const { wait } = await answer.json();
  return wait === null ? 0 : wait.position - 1;
}
