import { once } from "node:events";
import net from "node:net";
import { expect, test } from "@playwright/test";
import { outputText, type Prediction } from "#contract/prediction.ts";
import type { Snippet, SnippetCall } from "#contract/snippets/call.ts";
import { elixirSnippet } from "#contract/snippets/elixir.ts";
import { nodeClientSnippet, nodeFetchSnippet } from "#contract/snippets/javascript.ts";
import { pythonPlainSnippet, pythonSnippet } from "#contract/snippets/python.ts";
import {
  cogSnippet,
  curlReadSnippet,
  curlSnippet,
  curlStreamSnippet,
  httpSnippet,
} from "#contract/snippets/shell.ts";
import { type Headers, invite, makeToken } from "../support/accounts.ts";
import { sharedUrl } from "../support/api.ts";
import { startFakeCog } from "../support/fake-cog.ts";
import { until } from "../support/installation.ts";
import { publishCopy } from "../support/own-models.ts";
import { isThere, runProgram } from "../support/programs.ts";
import { databaseUrlOf, query } from "../support/sql.ts";

const url = sharedUrl();

/** Ends every kind of literal, and is a good question nevertheless. */
const NASTY =
  "count \"errors\" of 'it''s' $HOME `id` #{1 + 1} \\n %s\r\n\tby region é 👩‍👩‍👧\u2028";
const COLUMNS = ["region", 'it\'s "quoted"', "back\\slash", "#{hash}"];

let model: string;
let version: string;
let token: string;

test.beforeAll(async () => {
  const { name, headers } = await invite("creator");
  version = await publishCopy(name, "called");
  model = `${name}/called`;
  token = (await makeToken(headers, { scopes: ["run"] })).authorization?.split(" ")[1] ?? "";
  owner = headers;
});

let owner: Headers;

/** What a snippet asks, told apart from what every other asks. */
function callOf(name: string, needsToken: boolean): SnippetCall {
  const input = { nlq: `${name}: ${NASTY}`, cols: COLUMNS };
  return { ...{ address: url, model, version, needsToken, isWhole: false }, input };
}

async function setVisibility(visibility: "public" | "private") {
  const answer = await fetch(`${url}/v1/models/${model}`, {
    ...{ method: "PATCH", body: JSON.stringify({ visibility }) },
    headers: { ...owner, "content-type": "application/json" },
  });
  expect(answer.status).toBe(200);
}

type Stored = { state: string; text: string };

/** The prediction that a snippet made: the last one whose input came through to the letter. */
async function storedFor({ input }: SnippetCall): Promise<Stored> {
  const store = databaseUrlOf(process.env.VITRINE_TEST_DATA ?? "");
  const sql = `SELECT p.state, y.chunks FROM predictions p
    JOIN prediction_payloads y ON y.prediction_id = p.id WHERE y.input = $1::jsonb AND p.version_id = $2
    ORDER BY p.created_at DESC`;
  const rows = await query<{ state: string; chunks: string[] | null }>(store, sql, [
    JSON.stringify(input),
    version,
  ]);
  expect(rows.length).toBeGreaterThan(0);
  return { state: rows[0]?.state ?? "", text: rows[0]?.chunks?.join("") ?? "" };
}

const hasReplicate = () => isThere("python3", "-c", "import replicate; replicate.Client");

const PROGRAMS: [name: string, snippet: Snippet, command: string[], isHere: () => boolean][] = [
  [
    "Replicate’s client for Node.js",
    nodeClientSnippet,
    ["node", "--input-type=module"],
    () => true,
  ],
  ["fetch", nodeFetchSnippet, ["node", "--input-type=module"], () => true],
  ["Replicate’s client for Python", pythonSnippet, ["python3", "-"], hasReplicate],
  ["Python alone", pythonPlainSnippet, ["python3", "-"], () => isThere("python3", "--version")],
  [
    "Elixir",
    elixirSnippet,
    ["bash", "-c", 'elixir -e "$(cat)"'],
    () => isThere("elixir", "-e", "JSON.encode!(1)"),
  ],
];

for (const visibility of ["public", "private"] as const)
  test.describe(`of a ${visibility} model`, () => {
    test.beforeAll(() => setVisibility(visibility));
    const isPrivate = visibility === "private";
    const env = (): Record<string, string> => (isPrivate ? { VITRINE_API_TOKEN: token } : {});
    const named = (name: string) => callOf(`${name}, ${visibility}`, isPrivate);

    for (const [name, snippet, command, isHere] of PROGRAMS)
      test(`the code for ${name} runs as it stands and prints the whole output`, async () => {
        test.skip(!isHere(), "what it runs with is not installed here");
        const call = named(name);
        const said = await runProgram(command, snippet(call), env());
        const stored = await storedFor(call);
        expect(stored.state).toBe("succeeded");
        expect(stored.text).not.toBe("");
        expect(said).toBe(`${stored.text}\n`);
      });

    test("the code for curl makes a prediction, follows it and reads it", async () => {
      test.skip(!isThere("curl", "--version"), "there is no curl here");
      const call = named("curl");
      const bash = (snippet: Snippet, more: Record<string, string> = {}) =>
        runProgram(["bash", "-s"], snippet(call), { ...env(), ...more });
      const { id, status, input } = JSON.parse(await bash(curlSnippet)) as Prediction;
      expect([status, input]).toEqual(["starting", call.input]);
      const stream = await bash(curlStreamSnippet, { id });
      expect(stream).toMatch(/^event: output$/m);
      expect(stream).toMatch(/event: done\n(id: .*\n)?data: /);
      await until(async () => (await storedFor(call)).state === "succeeded");
      const read = JSON.parse(await bash(curlReadSnippet, { id })) as Prediction;
      expect([read.status, outputText(read)]).toEqual(["succeeded", (await storedFor(call)).text]);
    });

    test("the request as HTTP is answered with a prediction", async () => {
      const call = named("http");
      const answer = await sendRaw(httpSnippet(call).replace("$VITRINE_API_TOKEN", token));
      expect(answer).toMatch(/^HTTP\/1\.1 201 /);
      await until(async () => (await storedFor(call)).state === "succeeded");
    });
  });

test("a Cog container takes what the code for it sends", async () => {
  test.skip(!isThere("curl", "--version"), "there is no curl here");
  const cog = await startFakeCog("coglet");
  cog.set({ inputs: { nlq: { type: "string" }, cols: { type: "array" } } });
  const code = cogSnippet(callOf("cog", false)).replace("http://localhost:5000", cog.url);
  const answer = JSON.parse(await runProgram(["bash", "-s"], code));
  expect(answer.status).toBe("succeeded");
  expect(cog.predictions.map(({ input }) => input)).toEqual([callOf("cog", false).input]);
  await cog.close();
});

/** Sends a request as it is written, with the line ends that HTTP has. */
async function sendRaw(request: string): Promise<string> {
  const [head = "", ...body] = request.split("\n\n");
  const { hostname, port } = new URL(url);
  const socket = net.connect(Number(port), hostname).setEncoding("utf8");
  socket.write(`${head.replaceAll("\n", "\r\n")}\r\n\r\n${body.join("\n\n")}`);
  let answer = "";
  socket.on("data", (text) => {
    answer += text;
  });
  await once(socket, "end");
  socket.destroy();
  return answer;
}
