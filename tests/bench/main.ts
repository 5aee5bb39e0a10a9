import { print, type Report } from "./report.ts";

const BENCHMARKS: Record<string, () => Promise<{ run(args: string[]): Promise<Report> }>> = {
  adapters: () => import("./adapters.ts"),
  engine: () => import("./engine.ts"),
  "first-token": () => import("./first-token.ts"),
  "gpu-poor": () => import("./gpu-poor.ts"),
  log: () => import("./log.ts"),
  overhead: () => import("./overhead.ts"),
  overload: () => import("./overload.ts"),
  pages: () => import("./pages.ts"),
  quality: () => import("./quality.ts"),
  questions: () => import("./questions.ts"),
};

const [name = "", ...args] = process.argv.slice(2);
const load = BENCHMARKS[name];
if (load) print(await (await load()).run(args));
else {
  process.stderr.write(`Usage: npm run bench -- ${Object.keys(BENCHMARKS).join(" | ")} [--json]\n`);
  process.exitCode = 1;
}
