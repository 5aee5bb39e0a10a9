import fs from "node:fs";
import { expect, test } from "@playwright/test";
import { env, SettingError } from "#server/env.ts";
import { parseEngines, readEngines } from "#server/inference/engines-file.ts";
import { setEngines } from "../../support/registry.ts";

const engine = (lines: string) => `
engines:
  - name: cluster
${lines
  .trim()
  .split("\n")
  .map((line) => `    ${line.trim()}`)
  .join("\n")}
    models:
      - { weights: ${"c".repeat(64)}, base: org/base }
`;

const complaintAbout = (text: string): string => {
  try {
    parseEngines("engines.yaml", text);
  } catch (error) {
    if (error instanceof SettingError) return error.message;
    throw error;
  }
  throw new Error("it was accepted");
};

test("an engine needs little, and gets sensible defaults", () => {
  const text = engine("address: https://10.0.0.5:8000/\ndialect: vllm");
  expect(parseEngines("engines.yaml", text)).toEqual([
    {
      ...{ name: "cluster", address: "https://10.0.0.5:8000", dialect: "vllm", slots: 8 },
      ...{ scaleToZero: false, key: undefined },
      models: [
        {
          ...{ weights: "c".repeat(64), base: "org/base", contextLength: null, adapters: {} },
          images: false,
        },
      ],
    },
  ]);
});

test("weights that no file holds go by their name, and may read images", () => {
  const text = engine("address: http://x\ndialect: vllm").replace(
    "c".repeat(64),
    "Some-VL-2B, images: true",
  );
  expect(parseEngines("e", text)[0]?.models[0]).toMatchObject({
    ...{ weights: "Some-VL-2B", images: true },
  });
});

test("a Cog container runs one prediction at a time unless told otherwise", () => {
  const [cog] = parseEngines("e", engine("address: http://127.0.0.1:5000\ndialect: cog"));
  expect(cog?.slots).toBe(1);
});

test("a key may stand in the environment, and is never repeated in a complaint", () => {
  process.env.TEST_ENGINE_KEY = "sk-secret";
  const good = "address: http://127.0.0.1:1\ndialect: vllm\nkeyFrom: TEST_ENGINE_KEY";
  expect(parseEngines("e", engine(good))[0]?.key).toBe("sk-secret");
  delete process.env.TEST_ENGINE_KEY;
  expect(complaintAbout(engine(good))).toBe(
    "The engine cluster wants its key from TEST_ENGINE_KEY, which is not set: set it, or leave keyFrom out.",
  );
  const bad = "address: nowhere\ndialect: vllm\nkey: sk-secret";
  expect(complaintAbout(engine(bad))).not.toContain("sk-secret");
});

const COMPLAINTS: [story: string, text: string, complaint: RegExp][] = [
  [
    "an address that is none",
    engine("address: ftp://x\ndialect: vllm"),
    /^engines\.yaml:4: engines\.0\.address: must be a URL such as http:\/\/10\.0\.0\.5:8000\.$/,
  ],
  [
    "a dialect nobody speaks",
    engine("address: http://x\ndialect: klingon"),
    /engines\.yaml:5: .*must be one of vllm, llama-server, .*, cog\.$/,
  ],
  [
    "a field nobody knows",
    engine("address: http://x\ndialect: vllm\nslotz: 3"),
    /does not know slotz\.$/,
  ],
  [
    "the name of the engine that is always there",
    engine("address: http://x\ndialect: vllm").replace("cluster", "bundled"),
    /engines\.0\.name: must be another name: bundled is the engine that npm start brings/,
  ],
  [
    "two keys",
    engine("address: http://x\ndialect: vllm\nkey: a\nkeyFrom: B"),
    /must be either key or keyFrom, not both/,
  ],
  [
    "a digest with a digit too few",
    engine("address: http://x\ndialect: vllm").replace("c".repeat(64), "c".repeat(63)),
    /models\.0\.weights: must be the weights' SHA-256, 64 lower-case hex digits/,
  ],
  [
    "an adapter of TensorRT-LLM without its path",
    engine("address: http://x\ndialect: trtllm").replace(
      "base: org/base",
      "base: org/base, adapters: { french: french }",
    ),
    /adapters of trtllm as \{name, id, path\}/,
  ],
  ["YAML that is broken", "engines: [", /^engines\.yaml:1: /],
  ["nothing at all", "", /^engines\.yaml:1: the file: /],
];

for (const [story, text, complaint] of COMPLAINTS)
  test(`${story} is complained about with its line`, () => {
    expect(complaintAbout(text)).toMatch(complaint);
  });

test("two engines of one name are refused", () => {
  const text = engine("address: http://x\ndialect: vllm");
  expect(complaintAbout(text + text.replace("\nengines:", ""))).toMatch(/cluster is there twice/);
});

test("a file that is not there is named, and without a setting there are no engines", () => {
  setEngines(undefined, "engines: []");
  const { VITRINE_ENGINES = "" } = env();
  fs.rmSync(VITRINE_ENGINES);
  expect(() => readEngines()).toThrow(`VITRINE_ENGINES names ${VITRINE_ENGINES}, which cannot be`);
  setEngines(undefined);
  expect(readEngines()).toEqual([]);
});
