import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { parse } from "yaml";
import { outputText } from "#contract/prediction.ts";
import { readForm, starterFiles } from "#server/starter-files.ts";
import { finished, post, sharedUrl } from "../support/api.ts";
import { vitrineCommand } from "../support/command.ts";
import { newDataFolder } from "../support/installation.ts";

let home: string;

test.beforeEach(() => {
  home = newDataFolder();
});

test.afterEach(() => fs.rmSync(home, { recursive: true, force: true }));

const publish = (folder: string) =>
  vitrineCommand(["publish", folder, "--owner", "tests"], {
    VITRINE_DATA: process.env.VITRINE_TEST_DATA ?? "",
  });

test("a new folder can be published as it is, and answers", async () => {
  const folder = path.join(home, "brand-new");
  expect(await vitrineCommand(["new", folder])).toContain(`Made ${folder}.`);
  expect(await publish(folder)).toMatch(/^Published version [0-9a-f]{64}$/m);
  const path_ = `${sharedUrl()}/v1/models/tests/brand-new/predictions`;
  const made = await post(path_, { input: { question: "What is two plus two?" } });
  const { id } = (await made.json()) as { id: string };
  const done = await finished(sharedUrl(), id);
  expect(done.status).toBe("succeeded");
  expect(outputText(done)).not.toBe("");
});

test("a new model takes the form of a container's schema, and names what a form cannot take", async () => {
  const schema = path.join(home, "openapi.json");
  const properties = {
    prompt: { type: "string", title: "Prompt", "x-order": 0 },
    style: { allOf: [{ $ref: "#/components/schemas/style" }], default: "plain", "x-order": 1 },
    image: { type: "string", format: "uri", "x-order": 2 },
    anything: { type: "object", "x-order": 3 },
  };
  const style = { type: "string", enum: ["plain", "ornate"], title: "style" };
  const Input = { type: "object", required: ["prompt"], properties };
  fs.writeFileSync(schema, JSON.stringify({ components: { schemas: { Input, style } } }));
  const folder = path.join(home, "from-cog");
  const said = await vitrineCommand(["new", folder, "--from", schema]);
  expect(said).toContain("! anything: is left out: its schema");
  const { inputs, weights } = parse(fs.readFileSync(path.join(folder, "model.yaml"), "utf8"));
  expect(
    inputs.map(({ name, type }: { name: string; type: string }) => `${name}: ${type}`),
  ).toEqual(["prompt: text", "style: choice", "image: image"]);
  expect(weights.chatFormat).toBe("inputs");
  expect(await publish(folder)).toMatch(/^Published version/m);
});

test("a folder that is there, a wrong name and a schema that is none are refused with what to do", async () => {
  const folder = path.join(home, "twice");
  await vitrineCommand(["new", folder]);
  expect(await vitrineCommand(["new", folder])).toContain("is there already: choose another name");
  expect(await vitrineCommand(["new", path.join(home, "Not_This")])).toContain(
    "lower-case letters",
  );
  const broken = path.join(home, "broken.json");
  fs.writeFileSync(broken, "{}");
  expect(await vitrineCommand(["new", path.join(home, "a"), "--from", broken])).toContain(
    "holds no inputs",
  );
  expect(await vitrineCommand(["new", path.join(home, "a"), "--from", "/no/such/file"])).toContain(
    "cannot be read",
  );
});

test("who reads only the beginning of what the command line writes breaks nothing", () => {
  const command = `"${process.execPath}" --import tsx server/cli.ts schema | head -1`;
  const { stdout, stderr } = spawnSync("sh", ["-c", command], { encoding: "utf8" });
  expect(stdout).toBe("{\n");
  expect(stderr).toBe("");
});

test("what a foreign schema calls its inputs stays in the comments that name them", () => {
  const { weights } = parse(fs.readFileSync("models/honeycomb-nlq/model.yaml", "utf8"));
  const evil = "photo\ntitle: Stolen\r\nvisibility: public";
  const properties = { prompt: { type: "string" }, [evil]: { type: "object" } };
  const form = readForm(JSON.stringify({ components: { schemas: { Input: { properties } } } }));
  if (!form) throw new Error("the schema was not read");
  const files = starterFiles("mine", { weights, form, visibility: "private" });
  expect(files["model.yaml"]).toMatch(/^# photo title: Stolen visibility: public: is left out/);
  expect(parse(files["model.yaml"])).toMatchObject({ title: "Mine", visibility: "private" });
});
