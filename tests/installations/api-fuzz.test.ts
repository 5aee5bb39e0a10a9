import { expect, test } from "@playwright/test";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import fc from "fast-check";
import { apiDocument, OPERATIONS } from "#contract/api/document.ts";
import { type Headers, makeToken, signInOwner } from "../support/accounts.ts";
import { post } from "../support/api.ts";
import { type Known, type Sentence, sentences } from "../support/api-sentences.ts";
import { type Scripted, startScripted } from "../support/scripted-vitrine.ts";

/** For a long run by hand; else a few hundred requests. */
const minutes = Number(process.env.FUZZ_MINUTES ?? 0);
const RUNS = 400;

type Response_ = { content?: Record<string, { schema?: object }> };
type Described = { responses: Record<string, Response_> };

const document = apiDocument("http://localhost:3000");
const ajv = new Ajv2020({ strict: false });
addFormats.default(ajv);
ajv.addSchema({ $id: "document", components: document.components });
const validators = new Map<object, ValidateFunction>();

/** Whether a body is as the document says; the complaint where it is not. */
function complaintAbout(schema: object, body: unknown): string | null {
  const whole = JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"document#/'));
  const validate = validators.get(schema) ?? ajv.compile(whole);
  validators.set(schema, validate);
  return validate(body) ? null : JSON.stringify(validate.errors);
}

async function ask(url: string, sentence: Sentence, credentials: Headers): Promise<void> {
  const { operation, path, search, headers, body } = sentence;
  const said = { path, search, headers, body: body?.slice(0, 1_000) };
  const story = `${operation.method} ${JSON.stringify(said)}`;
  const answer = await fetch(`${url}${path}${search}`, {
    ...{ method: operation.method, headers: { ...headers, ...credentials } },
    ...(body === null ? {} : { body }),
  });
  const described = document.paths[operation.path]?.[operation.method.toLowerCase()] as Described;
  const promised = described.responses[answer.status];
  expect(promised, `${answer.status} from ${story}`).toBeDefined();
  const [type = ""] = (answer.headers.get("content-type") ?? "").split(";");
  const text = type === "text/event-stream" ? await firstOf(answer) : await answer.text();
  const content = promised?.content;
  if (!content) return expect(text, story).toBe("");
  const schema = (content[type] ?? content["*/*"])?.schema;
  const isStream = type === "text/event-stream";
  if (isStream || type === "text/plain") return;
  expect(schema, `${type} with ${answer.status} from ${story}`).toBeDefined();
  if (type.endsWith("json") && schema)
    expect(complaintAbout(schema, JSON.parse(text)), `${text.slice(0, 500)} ${story}`).toBeNull();
}

/** A stream may go on for as long as its prediction. */
async function firstOf(answer: Response): Promise<string> {
  const reader = answer.body?.getReader();
  const first = await reader?.read();
  await reader?.cancel();
  return new TextDecoder().decode(first?.value);
}

// One of its own: what is sent changes and deletes what is there.
let scripted: Scripted;
test.beforeAll(async () => {
  scripted = await startScripted();
});
test.afterAll(() => scripted.stop());

test("whatever is sent, the answer is one that the document promises", async () => {
  const { vitrine, engine } = scripted;
  test.setTimeout(120_000 + minutes * 60_000);
  engine.set({ pieces: ["a", " b"] });
  const owner = await signInOwner(vitrine.url, vitrine.dataFolder);
  const scopes = ["run", "read", "write"];
  const all = await makeToken(owner, { scopes }, vitrine.url);
  const reading = await makeToken(owner, { scopes: ["read"] }, vitrine.url);
  const made = await post(`${vitrine.url}/v1/models/tests/says/predictions`, {
    input: { say: "it" },
  });
  const { id, version } = await made.json();
  const known: Known = {
    ...{ owner: ["tests", "vitrine", "owner"], name: ["says", "honeycomb-nlq"] },
    ...{ id: [id], version: [version] },
  };
  const credentials = fc.constantFrom<Headers>(
    all,
    all,
    reading,
    {},
    { authorization: "Bearer x" },
  );
  await fc.assert(
    fc.asyncProperty(sentences(OPERATIONS, known), credentials, (sentence, who) =>
      ask(vitrine.url, sentence, who),
    ),
    {
      numRuns: minutes > 0 ? Number.MAX_SAFE_INTEGER : RUNS,
      ...(minutes > 0 ? { interruptAfterTimeLimit: minutes * 60_000 } : {}),
      endOnFailure: true, // what fails once may have changed what is there
    },
  );
});
