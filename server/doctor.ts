import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import pg from "pg";
import { isFile, type WeightsFile } from "#contract/weights.ts";
import { readDefinitionFiles } from "./definition-folder.ts";
import { DefinitionError } from "./definition-text.ts";
import { env } from "./env.ts";
import { type BundledDescription, describeBundled } from "./launch/describe-engine.ts";
import { readFolderWith } from "./other-weights.ts";
import { chosenFor, shippedFolders } from "./shipped-weights.ts";

/** What was found out: lines of a name and what stands for it, and what is wrong, a sentence each. */
export type Diagnosis = { lines: [string, string][]; problems: string[] };

const NODE_LEAST = [20, 19] as const;
const DISK_LEAST_BYTES = 2e9;
const DATABASE_TIMEOUT_MS = 3_000;

/** What Vitrine would run on here: machine, engine, weights, database and disk. Starts nothing that stays. */
export async function diagnose(): Promise<Diagnosis> {
  const folder = path.resolve(env().VITRINE_DATA);
  const parts = [nodePart(), await enginePart(), await databasePart(folder), diskPart(folder)];
  return {
    lines: parts.flatMap(({ lines }) => lines),
    problems: parts.flatMap(({ problems }) => problems),
  };
}

function nodePart(): Diagnosis {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const [leastMajor, leastMinor] = NODE_LEAST;
  const isOld = major < leastMajor || (major === leastMajor && minor < leastMinor);
  return {
    lines: [
      ["Node.js", `${process.version} on ${os.platform()} ${os.arch()}`],
      ["Memory", `${size(os.totalmem())}, ${size(os.freemem())} free`],
    ],
    problems: isOld
      ? [`Node.js ${leastMajor}.${leastMinor} or newer is needed: install it from nodejs.org.`]
      : [],
  };
}

async function enginePart(): Promise<Diagnosis> {
  const shipped = await shippedWeights();
  const found = await describeBundled(shipped[0]?.contextLength ?? null);
  if (!found)
    return {
      lines: [["Engine", "does not start"]],
      problems: [
        "The bundled engine does not start here: check its settings, then run npm ci again.",
      ],
    };
  const { vram, backend } = found;
  const where = found.devices.length > 0 ? ` on ${found.devices.join(", ")}` : "";
  const memory: Diagnosis["lines"] = vram
    ? [["GPU memory", `${size(vram.total)}, ${size(vram.free)} free`]]
    : [];
  return {
    lines: [
      ["Engine", `llama.cpp ${found.llamaCpp} with ${backendNames[backend]}${where}`],
      ...memory,
      ["CPU", `${found.cpu}, ${found.cores} cores`],
      ["CPU kernels", found.kernels.join(", ") || "built in"],
      ["Threads", String(found.threads)],
      ["Slots", `${found.slots} of ${found.context} tokens each`],
      ["Memory for models", size(found.memoryBytes)],
      ...weightsLines(found, shipped),
    ],
    problems: missing(found, shipped),
  };
}

const backendNames = { cuda: "CUDA", vulkan: "Vulkan", metal: "Metal", cpu: "the CPU" };

/** The weights of the models that this repository ships; a folder that is not right is for the start to complain of. */
async function shippedWeights(): Promise<WeightsFile[]> {
  const found = new Map<string, WeightsFile>();
  for (const folder of shippedFolders()) {
    try {
      const { definition } = readDefinitionFiles(
        await readFolderWith(folder, chosenFor(folder)),
        folder,
      );
      const { weights } = definition;
      if (isFile(weights)) found.set(weights.sha256, weights);
    } catch (error) {
      if (!(error instanceof DefinitionError)) throw error;
    }
  }
  return [...found.values()];
}

function weightsLines(
  { weights, backend }: BundledDescription,
  shipped: WeightsFile[],
): Diagnosis["lines"] {
  return weights.map(({ id, kind, bytes, fit, reason }) => {
    const name = shipped.find(({ sha256 }) => sha256 === id)?.name ?? id.slice(0, 12);
    const file = `${name}, ${size(bytes)}`;
    if (reason) return ["Weights", `${file}: cannot be used. ${reason}`];
    if (kind === "adapter" || !fit) return ["Adapter", file];
    const { gpuLayers, layers, ram, vram } = fit;
    const layersText = backend === "cpu" ? "" : `${gpuLayers} of ${layers} layers on the GPU, `;
    const gpuText = gpuLayers > 0 ? ` and ${size(vram)} of the GPU's` : "";
    return ["Weights", `${file}: ${layersText}needs ${size(ram)} of memory${gpuText}`];
  });
}

function missing({ weights }: BundledDescription, shipped: WeightsFile[]): string[] {
  return shipped
    .filter(({ sha256 }) => !weights.some(({ id, reason }) => id === sha256 && !reason))
    .map(
      ({ name }) =>
        `The weights ${name} are not in the store: npm start fetches them, or bring them with npm run vitrine -- weights import FILE.`,
    );
}

async function databasePart(folder: string): Promise<Diagnosis> {
  const { DATABASE_URL } = env();
  if (!DATABASE_URL) {
    const isMade = fs.existsSync(path.join(folder, "pg", "PG_VERSION"));
    const state = isMade ? "in the data folder" : "made at the first start";
    return { lines: [["Database", `PostgreSQL of Vitrine's own, ${state}`]], problems: [] };
  }
  const client = new pg.Client({
    connectionString: DATABASE_URL,
    connectionTimeoutMillis: DATABASE_TIMEOUT_MS,
  });
  try {
    await client.connect();
    const { rows } = await client.query<{ server_version: string }>("SHOW server_version");
    const version = rows[0]?.server_version ?? "of unknown version";
    return { lines: [["Database", `PostgreSQL ${version} at DATABASE_URL`]], problems: [] };
  } catch {
    return {
      lines: [["Database", "at DATABASE_URL, does not answer"]],
      problems: ["The database does not answer: check DATABASE_URL and that it is running."],
    };
  } finally {
    await client.end().catch(() => {}); // it never was connected
  }
}

function diskPart(folder: string): Diagnosis {
  const { bavail, bsize } = fs.statfsSync(existingParent(folder));
  const free = bavail * bsize;
  return {
    lines: [["Data folder", `${folder}, ${size(free)} free`]],
    problems:
      free < DISK_LEAST_BYTES
        ? ["The disk of the data folder is nearly full: make room, or set VITRINE_DATA."]
        : [],
  };
}

function existingParent(folder: string): string {
  return fs.existsSync(folder) ? folder : existingParent(path.dirname(folder));
}

function size(bytes: number): string {
  return bytes < 1e9 ? `${Math.ceil(bytes / 1e6)} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}
