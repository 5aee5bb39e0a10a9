import fs from "node:fs";
import { expect, test } from "@playwright/test";
import { Ajv2020 } from "ajv/dist/2020.js";
import { apiDocument, OPERATIONS } from "#contract/api/document.ts";
import { invite, makeToken } from "../support/accounts.ts";
import { sharedUrl } from "../support/api.ts";
import { newDataFolder } from "../support/installation.ts";
import { publishCopy } from "../support/own-models.ts";
import { isThere, runProgram } from "../support/programs.ts";

const url = sharedUrl();

/** What our own pages ask for, which is no program's business: their address and method. */
const OF_PAGES = [
  ...["POST /v1/account", "POST /v1/account/models", "POST /v1/account/password"],
  ...["POST /v1/account/sign-in", "POST /v1/account/sign-out", "POST /v1/account/tokens"],
  ...["POST /v1/account/tokens/[id]", "POST /v1/account/invitations"],
  ...["POST /v1/account/invitations/[id]", "POST /v1/account/people/[id]"],
  ...["POST /v1/engine/models/[id]", "DELETE /v1/history", "POST /v1/history"],
  ...["POST /v1/predictions/[id]", "GET /v1/predictions/[id]/reports"],
  ...["POST /v1/predictions/[id]/reports", "PATCH /v1/reports/[id]", "POST /v1/reports/[id]"],
  ...["GET /v1/predictions/[id]/shares", "POST /v1/predictions/[id]/shares"],
  ...["DELETE /v1/shares/[id]", "POST /v1/shares/views", "GET /v1/openapi.json"],
  ...["POST /v1/models/[owner]/[name]/versions", "GET /v1/models/[owner]/[name]/readiness"],
  ...["POST /v1/models/[owner]/[name]/versions/check", "POST /v1/models/[owner]/[name]/examples"],
  ...["DELETE /v1/account/invitations/[id]", "DELETE /v1/account/people/[id]"],
  ...["DELETE /v1/account/tokens/[id]", "DELETE /v1/predictions/[id]/shares"],
  ...["DELETE", "POST"].map((method) => `${method} /v1/models/[owner]/[name]/examples/[id]`),
  "GET /v1/models/[owner]/[name]/predictions",
];

/** Every method of every route below these folders, as `GET /v1/models`. */
function routesBelow(...folders: string[]): string[] {
  return folders.flatMap((folder) => {
    const root = new URL(`../../app/${folder}`, import.meta.url).pathname;
    const files = fs.readdirSync(root, { recursive: true, encoding: "utf8" });
    return files
      .filter((file) => file.endsWith("route.ts"))
      .flatMap((file) => {
        const text = fs.readFileSync(`${root}/${file}`, "utf8");
        const methods = [...text.matchAll(/export const (GET|POST|PATCH|PUT|DELETE)\b/g)];
        const path = `/${folder}/${file}`
          .replace(/\/route\.ts$/, "")
          .replace("[...id]", "[owner]/[name]"); // some clients escape the slash between them
        return methods.map(([, method]) => `${method} ${path}`);
      });
  });
}

test("the document has every address that programs use, and none that is not there", () => {
  const documented = OPERATIONS.map(
    ({ method, path }) => `${method} ${path.replaceAll("{", "[").replaceAll("}", "]")}`,
  );
  const there = routesBelow("v1", "openai/v1");
  expect(documented.filter((each) => !there.includes(each))).toEqual([]);
  expect(OF_PAGES.filter((each) => !there.includes(each))).toEqual([]);
  expect(there.filter((each) => !documented.includes(each) && !OF_PAGES.includes(each))).toEqual(
    [],
  );
});

test("the document is served, says OpenAPI 3.1, and every reference in it leads somewhere", async () => {
  const answer = await fetch(`${url}/v1/openapi.json`);
  const served = await answer.json();
  const origin = served.servers[0].url;
  expect(served).toEqual(JSON.parse(JSON.stringify(apiDocument(origin))));
  expect(served.openapi).toBe("3.1.0");
  const references = [...JSON.stringify(served).matchAll(/"#\/components\/schemas\/(\w+)"/g)];
  const names = Object.keys(served.components.schemas);
  expect(references.length).toBeGreaterThan(20);
  expect(references.map(([, name]) => name).filter((name) => !names.includes(name ?? ""))).toEqual(
    [],
  );
  const ids = OPERATIONS.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});

test("every schema of the document is one", () => {
  const { components, paths } = apiDocument("http://localhost:3000");
  const ajv = new Ajv2020({ strict: false, validateFormats: false });
  const schemas = JSON.stringify({ ...components.schemas, ...paths }).replaceAll(
    /"\$ref":"[^"]*"/g,
    '"type":"object"',
  );
  const found: object[] = [];
  JSON.parse(schemas, (key, value) => {
    if (key === "schema") found.push(value);
    return value;
  });
  for (const schema of [...found, ...Object.values(JSON.parse(schemas))])
    if (typeof (schema as { type?: unknown }).type === "string")
      expect(ajv.validateSchema(schema as object), JSON.stringify(schema)).toBe(true);
});

test("the commands of the reference page run as they stand, one after the other", async () => {
  test.skip(!isThere("curl", "--version"), "there is no curl here");
  const { name, headers } = await invite("creator");
  await publishCopy(name, "a-prompt", {
    "model.yaml": (text) =>
      `${text.replace("weights:\n", "weights:\n  chatFormat: chatml\n")}\nrawPrompts: true\n`,
  });
  const { authorization = "" } = await makeToken(headers, { scopes: ["run", "read", "write"] });
  const page = unescaped(await (await fetch(`${url}/api`)).text());
  const script = OPERATIONS.map(({ id, curl }) => {
    expect(page.includes(curl), `on the page: ${id}`).toBe(true);
    return `echo "== ${id}" >&2\n${curl}\necho`;
  });
  const folder = newDataFolder();
  const strict = 'curl() { command curl --fail-with-body --silent --show-error "$@"; }';
  const commands = [`set -eo pipefail; cd ${folder}; ${strict}`, ...script].join("\n");
  const said = await runProgram(["bash", "-s"], commands, {
    ...{ VITRINE: url, VITRINE_API_TOKEN: authorization.replace("Bearer ", "") },
  });
  fs.rmSync(folder, { recursive: true, force: true });
  expect(said).toContain('"calculations');
  expect(said).toContain("event: done");
  expect(said).toContain('"number":2');
  expect(said).toContain("chat.completion");
});

const ESCAPES = { "&quot;": '"', "&#x27;": "'", "&lt;": "<", "&gt;": ">", "&amp;": "&" };

const unescaped = (html: string): string =>
  Object.entries(ESCAPES).reduce((text, [from, to]) => text.replaceAll(from, to), html);

test("a language model finds each model's inputs, and how to ask it", async () => {
  const all = await (await fetch(`${url}/llms.txt`)).text();
  expect(all).toContain("/vitrine/honeycomb-nlq/llms.txt");
  const answer = await fetch(`${url}/vitrine/honeycomb-nlq/llms.txt`);
  expect(answer.headers.get("content-type")).toContain("text/plain");
  const text = await answer.text();
  for (const part of ["- `nlq` (string, required", "## Output", "/v1/predictions", "## README"])
    expect(text).toContain(part);
});
