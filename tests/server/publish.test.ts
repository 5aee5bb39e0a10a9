import fs from "node:fs";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { sharedUrl } from "../support/api.ts";
import { vitrineCommand } from "../support/command.ts";
import { copyShipped, countLines } from "../support/own-models.ts";

let home: string;
let folder: string;

test.beforeEach(async () => {
  ({ home, folder } = await copyShipped("my-own", "My own"));
});

test.afterEach(() => fs.rmSync(home, { recursive: true, force: true }));

const publish = (data = process.env.VITRINE_TEST_DATA ?? "") =>
  vitrineCommand(["publish", folder, "--owner", "tests"], { VITRINE_DATA: data });

test("a folder is published from the command line into the Vitrine that runs, and again only if it has changed", async () => {
  const first = await publish();
  const [, id] = first.match(/^Published version ([0-9a-f]{64})$/m) ?? [];
  // Where it is found, though the command was told of no port.
  expect(first).toContain(`\nhttp://localhost:${new URL(sharedUrl()).port}/tests/my-own\n`);
  expect(first).toContain("Nobody here is called tests: only the owner can change this model");
  const model = await (await fetch(`${sharedUrl()}/v1/models/tests/my-own`)).json();
  expect(model.latest_version.id).toBe(id);
  const readme = await fetch(`${sharedUrl()}/v1/models/tests/my-own/readme`);
  expect(readme.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  expect(await readme.text()).toBe(fs.readFileSync(path.join(folder, "README.md"), "utf8"));
  expect(await publish()).toContain(`Unchanged: version ${id}`);
});

test("a folder with a mistake is not published, and the command says where it is", async () => {
  const file = path.join(folder, "model.yaml");
  fs.appendFileSync(file, "colour: red\n");
  expect(await publish()).toMatch(
    new RegExp(`my-own/model\\.yaml:${countLines(file)}: colour: is no key known here\n$`),
  );
});

test("a prompt that names what is no input is not published, and the command says where", async () => {
  fs.appendFileSync(path.join(folder, "prompt.liquid"), "{{ colour }}");
  expect(await publish()).toMatch(
    /my-own\/prompt\.liquid:\d+: example 1: undefined variable: colour$/m,
  );
});

test("publishing where no Vitrine runs says what to do", async () => {
  expect(await publish(home)).toContain("start it first");
});
