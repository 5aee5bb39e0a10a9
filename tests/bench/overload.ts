import { fork } from "node:child_process";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { post } from "../support/api.ts";
import { startScripted } from "../support/scripted-vitrine.ts";
import { device } from "./cpu.ts";
import { quantile, type Report, rounded } from "./report.ts";

const AT_ONCE = [300, 600];
const REFUSE_ALL = fileURLToPath(new URL("./refuse-all.ts", import.meta.url));

type Answer = { status: number; ms: number };

/**
 * How soon everybody hears of it, where more ask at once than can wait: an engine that is still loading takes none, so that
 * the line fills up and the rest is refused. Refusals have to be cheap: whoever is refused tends to come back. `ratio` is to
 * a server that does nothing but refuse.
 */
export async function run(): Promise<Report> {
  const rows: Report["rows"] = [];
  for (const concurrency of AT_ONCE) {
    const bare = quantiles(await askBare(concurrency));
    rows.push({ concurrency, side: "bare server", answer: "refused", ...bare });
    const answers = await askVitrine(concurrency);
    for (const [answer, status] of [["accepted", 201] as const, ["refused", 429] as const]) {
      const found = quantiles(answers.filter((each) => each.status === status));
      const row: Report["rows"][number] = { concurrency, side: "Vitrine", answer, ...found };
      if (status === 429) row.ratio = rounded(found.p99_ms / bare.p99_ms, 2);
      rows.push(row);
    }
    const others = answers.filter(({ status }) => status !== 201 && status !== 429);
    if (others.length > 0) throw new Error(`answered ${others[0]?.status}`);
  }
  return { name: "overload", device: device(), rows };
}

function quantiles(answers: Answer[]) {
  const ms = answers.map((answer) => answer.ms);
  const at = (share: number) => rounded(quantile(ms, share));
  return { count: ms.length, p50_ms: at(0.5), p99_ms: at(0.99) };
}

async function askBare(many: number): Promise<Answer[]> {
  const server = fork(REFUSE_ALL, { execArgv: ["--import", "tsx"] });
  try {
    const [{ port }] = (await once(server, "message")) as [AddressInfo];
    return await ask(`http://127.0.0.1:${port}`, many);
  } finally {
    server.kill();
  }
}

async function askVitrine(many: number): Promise<Answer[]> {
  const { vitrine, engine, stop } = await startScripted();
  try {
    const url = `${vitrine.url}/v1/models/tests/says/predictions`;
    await ask(url, 1); // which loads the route
    engine.set({ state: "loading" });
    return await ask(url, many);
  } finally {
    await stop();
  }
}

const ask = (url: string, many: number): Promise<Answer[]> =>
  Promise.all(
    Array.from({ length: many }, async () => {
      const started = performance.now();
      const answer = await post(url, { input: { say: "it" } });
      await answer.text();
      return { status: answer.status, ms: performance.now() - started };
    }),
  );
