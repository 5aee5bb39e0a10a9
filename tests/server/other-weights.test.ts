import fs from "node:fs";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { database } from "#server/database.ts";
import { DefinitionError } from "#server/definition-text.ts";
import { otherWeights } from "#server/other-weights.ts";
import { publishFolder } from "#server/publishing.ts";
import { vitrineCommand } from "../support/command.ts";
import { copyShipped } from "../support/own-models.ts";
import { startTestDatabase } from "../support/test-database.ts";

const LARGER = `# Of a test.
weights:
  name: larger
  license: MIT
  sha256: ${"a".repeat(64)}
  contextLength: 4096
  sources: [https://example.org/larger.gguf]
`;

let stop: () => Promise<void>;
let home: string;
let folder: string;
test.beforeAll(async () => {
  stop = await startTestDatabase();
});
test.afterAll(() => stop());
test.beforeEach(async () => {
  ({ home, folder } = await copyShipped("two-sizes", "Two sizes", "inclusive-edit"));
  fs.mkdirSync(path.join(folder, "larger"));
  fs.writeFileSync(path.join(folder, "larger/weights.yaml"), LARGER);
  fs.mkdirSync(path.join(folder, "pictures"));
});
test.afterEach(() => fs.rmSync(home, { recursive: true, force: true }));

test("a model runs on other weights that its folder has files for, with their own prompt, and on its own again", async () => {
  fs.writeFileSync(path.join(folder, "larger/prompt.liquid"), "Larger: {{ article }}");
  fs.writeFileSync(path.join(folder, "larger/README.md"), "# Larger\n");
  expect(otherWeights(folder)).toEqual(["larger"]);

  const own = await publishFolder(folder, "tests");
  const larger = await publishFolder(folder, "tests", { weights: "larger" });
  expect(larger.definition.weights).toMatchObject({ name: "larger", contextLength: 4096 });
  expect(larger.definition.prompt).toBe("Larger: {{ article }}");
  expect(larger.definition.readme).toBe("# Larger\n");
  expect(larger.definition.inputs).toEqual(own.definition.inputs);
  expect(larger.definition.title).toBe("Two sizes");

  const again = await publishFolder(folder, "tests", { keepsPin: true });
  expect(again.id).toBe(own.id);
  const { latestVersionId } = await database().model.findFirstOrThrow({
    where: { owner: "tests", name: "two-sizes" },
  });
  expect(latestVersionId).toBe(own.id);
});

test("an adapter of the model's own weights is not put on others", async () => {
  const adapter = { name: "x", license: "MIT", sha256: "b".repeat(64), sources: ["https://a/b"] };
  fs.appendFileSync(path.join(folder, "model.yaml"), `adapter: ${JSON.stringify(adapter)}\n`);
  const own = await publishFolder(folder, "tests");
  const larger = await publishFolder(folder, "tests", { weights: "larger" });
  expect(own.definition.adapter?.name).toBe("x");
  expect(larger.definition.adapter).toBeUndefined();
});

test("what other weights' file says is checked like the rest", async () => {
  fs.writeFileSync(path.join(folder, "larger/weights.yaml"), "just words");
  const refused = publishFolder(folder, "tests", { weights: "larger" });
  await expect(refused).rejects.toThrow(DefinitionError);
  await expect(refused).rejects.toThrow(
    'larger/weights.yaml:1: holds no keys; it begins with "weights:"',
  );
});

test("weights that no shipped model has files for are refused with those that there are", async () => {
  const said = await vitrineCommand(["weights", "use", "enormous"], { VITRINE_DATA: home });
  expect(said).toMatch(/^The shipped models have no weights enormous\. Known: default, smollm2\./);
});
