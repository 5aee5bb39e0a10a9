import { execFile } from "node:child_process";
import os from "node:os";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { type Browser, chromium } from "@playwright/test";
import type { Prediction } from "#contract/prediction.ts";
import { create, finished, post } from "../support/api.ts";
import { chromiumPath } from "../support/chromium.ts";
import { startInstallation, until } from "../support/installation.ts";
import { visitorHeaders } from "../support/visitors.ts";
import { device } from "./cpu.ts";
import { type Report, rounded } from "./report.ts";

const LIGHTHOUSE = "lighthouse@12.8.2";
const RUNS = 5;
const BROWSER_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"];
/** Kilobytes of compressed JavaScript, as the design sets them. */
const GOALS: Record<string, number> = { playground: 200, permalink: 150, share: 150 };

/** The JavaScript that each kind of page loads, compressed, and what Lighthouse gives it as a phone would see it. */
export async function run(): Promise<Report> {
  const vitrine = await startInstallation();
  try {
    await vitrine.untilReady();
    await until(() => haveRun(vitrine.url)); // else the pages share the cores with the engine
    const pages = await makePages(vitrine.url);
    const browser = await chromium.launch({ executablePath: chromiumPath(), args: BROWSER_FLAGS });
    const rows: Report["rows"] = [];
    for (const [page, path] of Object.entries(pages)) {
      const scripts = await measureScripts(browser, vitrine.url + path);
      const goal = GOALS[page];
      rows.push({
        ...{ page, files: scripts.files, script_kb: rounded(scripts.kilobytes) },
        ...(goal ? { goal_kb: goal, ratio: rounded(scripts.kilobytes / goal, 2) } : {}),
        ...(await readMedian(vitrine.url + path)),
      });
    }
    await browser.close();
    return { name: "pages", device: device(), rows };
  } finally {
    await vitrine.stop();
  }
}

/** Whether the examples of the shipped models are done, but for the one that no engine here can run. */
async function haveRun(url: string): Promise<boolean> {
  const { results } = await (await fetch(`${url}/v1/models`)).json();
  const examples = (results as { default_example: Prediction | null }[]).map(
    ({ default_example: example }) => example,
  );
  return (
    examples.filter((example) => example?.status === "succeeded").length >= examples.length - 1
  );
}

/** Addresses of real pages, by their kind. */
async function makePages(url: string): Promise<Record<string, string>> {
  const visitor = visitorHeaders("the reader");
  const { id } = await finished(url, (await create(url, undefined, visitor)).id);
  const scope = { inputs: ["nlq", "cols"], output: true, settings: true };
  const body = { label: "", expires: "1h", scope };
  const answer = await post(`${url}/v1/predictions/${id}/shares`, body, visitor);
  const share = (await answer.json()) as { url: string };
  return {
    // Two fields and a button: what the framework and this machine leave to be had.
    ...{ "sign-in": "/sign-in", gallery: "/" },
    ...{ playground: "/vitrine/honeycomb-nlq", permalink: `/p/${id}` },
    ...{ share: new URL(share.url).pathname, api: "/vitrine/honeycomb-nlq/api" },
  };
}

/** Every script that a browser of today loads before anybody touches the page; modules for older ones are not asked for. */
async function measureScripts(browser: Browser, address: string) {
  const page = await browser.newPage();
  const bodies: Promise<Buffer>[] = [];
  page.on("response", (response) => {
    if (response.request().resourceType() === "script") bodies.push(response.body());
  });
  await page.goto(address, { waitUntil: "networkidle" });
  const files = await Promise.all(bodies);
  await page.close();
  const bytes = files.reduce((sum, file) => sum + gzipSync(file).length, 0);
  return { files: files.length, kilobytes: bytes / 1_000 };
}

type Scores = { performance?: number; accessibility?: number; best_practices?: number };

/** Of several runs the middle one, as one run alone says little. */
async function readMedian(address: string): Promise<Scores> {
  const read: Scores[] = [];
  for (let run = 0; run < RUNS; run += 1) read.push((await readLighthouse(address)) ?? {});
  // Now and then its browser does not start to record.
  const whole = read.filter(({ performance }) => performance !== undefined);
  whole.sort((a, b) => (a.performance ?? 0) - (b.performance ?? 0));
  return whole[Math.floor(whole.length / 2)] ?? {};
}

/** Lighthouse is fetched for this alone; where that is not possible its columns stay empty. */
async function readLighthouse(address: string): Promise<Scores | null> {
  const flags = [
    ...["--quiet", "--output=json", "--only-categories=performance,accessibility,best-practices"],
    `--chrome-flags=--headless=new ${BROWSER_FLAGS.join(" ")}`,
  ];
  try {
    const { stdout } = await promisify(execFile)("npx", ["--yes", LIGHTHOUSE, address, ...flags], {
      ...{ cwd: os.tmpdir(), maxBuffer: 64_000_000 },
      env: { ...process.env, CHROME_PATH: chromiumPath() },
    });
    const { categories } = JSON.parse(stdout) as Record<string, Record<string, { score: number }>>;
    const score = (name: string) => Math.round((categories?.[name]?.score ?? 0) * 100);
    return {
      ...{ performance: score("performance"), accessibility: score("accessibility") },
      best_practices: score("best-practices"),
    };
  } catch (error) {
    process.stderr.write(`Lighthouse could not look at ${address}: ${String(error)}\n`);
    return null;
  }
}
