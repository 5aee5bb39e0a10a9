import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { bareEnvironment, npmProgram, SettingError } from "#server/env.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const SOURCES = ["app", "components", "contract", "server", "public", "prisma/schema.prisma"];
const SINGLE_FILES = ["package-lock.json", "next.config.ts", "instrumentation.ts", "tsconfig.json"];
const STAMP = path.join(root, ".next", "vitrine-build.sha256");

/** Makes the production build if there is none, or the sources have changed since. Returns whether it built. Throws SettingError with the build's last words. */
export async function ensureBuild(): Promise<boolean> {
  const digest = sourceDigest();
  if (fs.existsSync(STAMP) && fs.readFileSync(STAMP, "utf8") === digest) return false;
  fs.rmSync(STAMP, { force: true });
  const npm = npmProgram();
  const [program, args] = npm
    ? [process.execPath, [npm, "run", "build"]]
    : ["npm", ["run", "build"]];
  const child = spawn(program, args, {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
    env: bareEnvironment(),
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (text) => {
      output = (output + text).slice(-4_000);
    });
  const [code] = await once(child, "exit");
  if (code !== 0) throw new SettingError(`The page could not be built:\n${output}`);
  fs.writeFileSync(STAMP, digest);
  return true;
}

function sourceDigest(): string {
  const hash = createHash("sha256");
  const folders = SOURCES.filter((name) => fs.statSync(path.join(root, name)).isDirectory());
  const files = folders.flatMap((folder) =>
    fs
      .readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name))),
  );
  const others = [...SINGLE_FILES, ...SOURCES.filter((name) => !folders.includes(name))];
  for (const file of [...files, ...others].sort()) {
    if (file.startsWith(path.join("server", "generated"))) continue;
    hash
      .update(`${file}\0`)
      .update(fs.readFileSync(path.join(root, file)))
      .update("\0");
  }
  return hash.digest("hex");
}
