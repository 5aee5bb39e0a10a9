import { spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "@playwright/test";
import { parseAllDocuments } from "yaml";
import { parseEngines } from "#server/inference/engines-file.ts";
import { shippedDefinition } from "../support/shipped.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const DEPLOY = path.join(ROOT, "deploy");

const recipes = fs
  .readdirSync(DEPLOY, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name);

const files = fs
  .readdirSync(DEPLOY, { recursive: true, encoding: "utf8" })
  .filter((file) => fs.statSync(path.join(DEPLOY, file)).isFile());

const textOf = (file: string): string => fs.readFileSync(path.join(DEPLOY, file), "utf8");
const ending = (suffix: string): string[] => files.filter((file) => file.endsWith(suffix));

/** Flags that each program's documentation knows; one that it does not know ends it at its start. */
const FLAGS: Record<string, string[]> = {
  vllm: [
    ...["host", "port", "api-key", "generation-config", "enable-prompt-tokens-details"],
    ...["enable-per-request-metrics", "enable-lora", "max-loras", "max-lora-rank"],
    ...["max-cpu-loras", "lora-modules", "enable-sleep-mode", "enforce-eager"],
  ],
  "llama-server": [
    ...["host", "port", "api-key", "models-dir", "models-preset", "models-max", "metrics"],
    ...["no-models-autoload", "sleep-idle-seconds", "load-mode", "lora", "lora-init-without-apply"],
  ],
  "trtllm-serve": ["host", "port"],
  triton: ["model-repository", "tokenizer", "lora-separator", "openai-port"],
};

const PROGRAM_OF: Record<string, string> = {
  "vllm-lora/compose.yaml": "vllm",
  "modal/app.py": "vllm",
  "llama-server/compose.yaml": "llama-server",
  "triton-tensorrt-llm/trtllm-serve.yaml": "trtllm-serve",
  "triton-tensorrt-llm/triton.yaml": "triton",
};

test("every recipe has engines that Vitrine can read, for the weights that it ships", async () => {
  const shipped = await shippedDefinition();
  process.env.VLLM_API_KEY = "a-key";
  process.env.LLAMA_API_KEY = "a-key";
  expect(recipes.length).toBeGreaterThan(0);
  for (const recipe of recipes) {
    const engines = parseEngines(recipe, textOf(`${recipe}/engines.yaml`));
    for (const { models } of engines)
      expect(models.map(({ weights }) => weights)).toEqual([shipped.weights.sha256]);
  }
});

test("manifests are complete objects with names, and services reach what their pods expose", () => {
  const manifests = ending(".yaml").filter((file) => /^(kserve|triton)/.test(file));
  const objects = manifests
    .filter((file) => !file.endsWith("engines.yaml"))
    .flatMap((file) => parseAllDocuments(textOf(file)).map((document) => document.toJS()));
  expect(objects.length).toBeGreaterThan(6);
  for (const object of objects)
    expect(object).toMatchObject({
      apiVersion: expect.stringMatching(/^([\w.-]+\/)?v\d+(alpha\d+|beta\d+)?$/),
      kind: expect.stringMatching(/^[A-Z]\w+$/),
      metadata: { name: expect.stringMatching(/^[a-z0-9-]+$/) },
      spec: expect.any(Object),
    });
  const ofKind = (kind: string) => objects.filter((object) => object.kind === kind);
  for (const service of ofKind("Service")) {
    const pod = ofKind("Deployment").find(
      ({ spec }) => spec.template.metadata.labels.app === service.spec.selector.app,
    );
    const ports = pod.spec.template.spec.containers[0].ports;
    expect(ports).toEqual([{ name: "http", containerPort: service.spec.ports[0].port }]);
  }
});

test("every image and every Python package is pinned to a version", () => {
  const images = files.flatMap((file) =>
    [...textOf(file).matchAll(/^\s*image: (\S+)$/gm)].map(([, image]) => image ?? ""),
  );
  const packages = [
    ...textOf("ray-serve/requirements.txt").trim().split("\n"),
    ...[...textOf("modal/app.py").matchAll(/pip_install\("([^"]+)"/g)].map(
      ([, name]) => name ?? "",
    ),
  ];
  expect(images.length).toBeGreaterThan(3);
  for (const image of images) expect(image).toMatch(/^[\w./-]+:[\w.-]*\d[\w.-]*$/);
  for (const name of packages) expect(name).toMatch(/^[\w[\],-]+==\d+(\.\d+)+$/);
});

for (const [file, program] of Object.entries(PROGRAM_OF))
  test(`${file} starts ${program} with flags that it knows`, () => {
    const used = [...textOf(file).matchAll(/["\s]--([a-z][a-z-]+)/g)].map(([, flag]) => flag);
    expect(used.length).toBeGreaterThan(0);
    for (const flag of used) expect(FLAGS[program]).toContain(flag);
  });

test("the Python files compile", () => {
  const scripts = ending(".py").map((file) => path.join(DEPLOY, file));
  const cache = fs.mkdtempSync(path.join(os.tmpdir(), "vitrine-pycache-"));
  const { status, stderr } = spawnSync("python3", ["-m", "py_compile", ...scripts], {
    env: { ...process.env, PYTHONPYCACHEPREFIX: cache },
    encoding: "utf8",
  });
  test.skip(status === null, "there is no Python here");
  expect(stderr).toBe("");
  expect(status).toBe(0);
  fs.rmSync(cache, { recursive: true, force: true });
});

test("the README names every recipe and no file that is not there", () => {
  const readme = textOf("README.md");
  for (const recipe of recipes) expect(readme).toContain(`\`${recipe}/\``);
  const named = [...readme.matchAll(/(?:-f|deploy) ([\w-]+\.(?:yaml|py))/g)].map(
    ([, name]) => name,
  );
  expect(named.length).toBeGreaterThan(3);
  for (const name of named) expect(files.some((file) => path.basename(file) === name)).toBe(true);
});

test("each section of llama-server's presets is what engines.yaml calls it", () => {
  const sections = [...textOf("llama-server/models.ini").matchAll(/^\[(.+)\]$/gm)].map(
    ([, name]) => name,
  );
  const [engine] = parseEngines("llama-server", textOf("llama-server/engines.yaml"));
  const [model] = engine?.models ?? [];
  const names = [model?.base, ...Object.values(model?.adapters ?? {}).map(({ name }) => name)];
  expect(sections).toEqual(names);
});
