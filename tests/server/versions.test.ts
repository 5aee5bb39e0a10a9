import { expect, test } from "@playwright/test";
import { INSTALLATION } from "#server/access.ts";
import { type DefinitionFiles, readDefinitionFiles } from "#server/definition-folder.ts";
import { constraintsFor } from "#server/outputs.ts";
import { publishDefinition } from "#server/publishing.ts";
import { getDefinitionFiles, listVersions } from "#server/versions.ts";
import { withParts } from "../support/own-models.ts";
import { shippedTexts } from "../support/shipped.ts";
import { startTestDatabase } from "../support/test-database.ts";

test("a version keeps the texts it was published from, and the same texts are the same version", async () => {
  const stop = await startTestDatabase();
  try {
    const files = await shippedTexts();
    const publish = (changed: Partial<DefinitionFiles>) =>
      publishDefinition({ owner: "tests", name: "kept", files: { ...files, ...changed } });
    const first = await publish({});
    expect(await getDefinitionFiles(first.id)).toEqual(files);
    expect((await publish({})).id).toBe(first.id);
    const commented = `# a remark\n${files["model.yaml"]}`;
    expect((await publish({ "model.yaml": commented })).id).toBe(first.id);
    expect((await getDefinitionFiles(first.id))["model.yaml"]).toBe(commented);
    const second = await publish({ "README.md": "Another text." });
    expect(second.id).not.toBe(first.id);
    expect((await listVersions("tests", "kept", INSTALLATION)).map(({ id }) => id)).toEqual([
      second.id,
      first.id,
    ]);
  } finally {
    await stop();
  }
});

test("the keys of a JSON output are written in the order in which its schema names them", async () => {
  const stop = await startTestDatabase();
  try {
    const files = await shippedTexts();
    const properties = {
      reasoning: { type: "string" },
      z: { type: "string" },
      a: { type: "string" },
    };
    const output = { kind: "json", schema: { type: "object", properties } };
    const changed = withParts({ output })["model.yaml"]?.(files["model.yaml"]) ?? "";
    const model = { owner: "tests", name: "ordered", files: { ...files, "model.yaml": changed } };
    const { definition, example } = await publishDefinition(model);
    const [held] = constraintsFor(definition, example);
    const schema = held?.kind === "json" ? held.schema.properties : {};
    expect(Object.keys(schema as object)).toEqual(["reasoning", "z", "a"]);
  } finally {
    await stop();
  }
});

type Mistake = [string, (files: DefinitionFiles) => Partial<DefinitionFiles>, RegExp];

const edited = (from: string, to: string) => (files: DefinitionFiles) => ({
  "model.yaml": files["model.yaml"].replace(from, to),
});

const mistakes: Mistake[] = [
  ["YAML that cannot be read", () => ({ "model.yaml": "title: [" }), /model\.yaml:1: /],
  ["no keys at all", () => ({ "model.yaml": "just words" }), /model\.yaml:1: holds no keys/],
  ["an unknown key", edited("  topP: 1", "  topQ: 1"), /model\.yaml:16: sampling\.topQ: is no key/],
  ["a wrong type", edited("maxTokens: 256", "maxTokens: many"), /:14: sampling\.maxTokens: /],
  ["a missing key", edited("  topP: 1\n", ""), /:14: sampling\.topP: is missing/],
  ["a key of another file", edited("title:", "prompt: x\ntitle:"), /prompt: belongs into prompt/],
  ["a missing prompt", () => ({ "prompt.liquid": undefined }), /prompt\.liquid: is missing/],
  [
    "a prompt too long",
    () => ({ "prompt.liquid": "x".repeat(64_001) }),
    /^prompt\.liquid: has to be at most 64000 characters long/,
  ],
  ["missing examples", () => ({ "examples.json": undefined }), /examples\.json: is missing/],
  ["examples that are no JSON", () => ({ "examples.json": "[" }), /examples\.json: is not valid/],
  [
    "an example that the form refuses",
    () => ({ "examples.json": '[{"input": {"nlq": 1, "cols": []}}]' }),
    /examples\.json:1: 0\.input\.nlq: must be text/,
  ],
  ["a README too large", () => ({ "README.md": "x".repeat(256_001) }), /README\.md: is larger/],
];

for (const [mistake, change, complaint] of mistakes)
  test(`publishing complains about ${mistake} by file and place`, async () => {
    const files = await shippedTexts();
    expect(() => readDefinitionFiles({ ...files, ...change(files) })).toThrow(complaint);
  });
