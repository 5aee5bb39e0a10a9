import { print, type Report } from "./report.ts";

const BENCHMARKS: Record<string, () => Promise<{ run(): Promise<Report> }>> = {
  "first-token": () => import("./first-token.ts"),
  questions: () => import("./questions.ts"),
};

const [name = ""] = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const load = BENCHMARKS[name];
if (load) print(await (await load()).run());
else {
  process.stderr.write(`Usage: npm run bench -- ${Object.keys(BENCHMARKS).join(" | ")} [--json]\n`);
  process.exitCode = 1;
}
