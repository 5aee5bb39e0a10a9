import { expect, test } from "@playwright/test";
import type { DraftCheck, DraftFiles } from "#contract/draft.ts";
import { type Headers, invite } from "../support/accounts.ts";
import { post, sharedUrl } from "../support/api.ts";
import { publishCopy } from "../support/own-models.ts";
import { databaseUrlOf, query } from "../support/sql.ts";

let path: string;
let version: string;
let headers: Headers;
let files: DraftFiles & { "model.yaml": string };

test.beforeEach(async () => {
  const creator = await invite("creator");
  headers = creator.headers;
  version = await publishCopy(creator.name, "drafted");
  path = `${sharedUrl()}/v1/models/${creator.name}/drafted/versions`;
  const [row] = await query<{ files: typeof files }>(
    databaseUrlOf(process.env.VITRINE_TEST_DATA ?? ""),
    "SELECT files FROM versions WHERE id = $1",
    [version],
  );
  if (!row) throw new Error("the copy was not stored");
  files = row.files;
});

const check = async (draft: DraftFiles): Promise<DraftCheck> =>
  (await post(`${path}/check`, { files: draft }, headers)).json();

const titled = (title: string) => ({
  ...files,
  "model.yaml": files["model.yaml"].replace(/^title: .*/, `title: ${title}`),
});

test("texts that are published already make the same version, and publish none", async () => {
  expect(await check(files)).toMatchObject({
    ok: true,
    version,
    exists: true,
    changes: [],
    files: [],
  });
  const answer = await post(path, { files, base: version }, headers);
  expect([answer.status, (await answer.json()).id]).toEqual([201, version]);
});

test("a check tells the id that publishing gives, and changes nothing", async () => {
  const checked = await check(titled("Other"));
  expect(checked).toMatchObject({ ok: true, exists: false });
  expect((await (await fetch(path)).json()).results).toHaveLength(1);
  const answer = await post(path, { files: titled("Other"), base: version }, headers);
  expect((await answer.json()).id).toBe(checked.ok && checked.version);
});

test("of two who publish at once over the same version one is told of the other", async () => {
  const answers = await Promise.all(
    ["One", "Two", "Three"].map((title) =>
      post(path, { files: titled(title), base: version }, headers),
    ),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
  expect((await (await fetch(path)).json()).results).toHaveLength(2);
});

test("what is wrong is refused with the file and the line, and nothing is published", async () => {
  const wrong = { ...files, "model.yaml": `${files["model.yaml"]}colour: red\n` };
  const answer = await post(path, { files: wrong, base: version }, headers);
  expect(answer.status).toBe(422);
  expect((await answer.json()).invalid_fields).toEqual([
    {
      ...{ type: "invalid", field: "files.model.yaml" },
      description: expect.stringMatching(/^line \d+: colour: is no key known here$/),
    },
  ]);
  expect((await (await fetch(path)).json()).results).toHaveLength(1);
});

const bomb = ["a: &a [x, x, x, x, x, x, x, x, x]"];
for (const [at, name] of [..."bcdefghij"].entries()) {
  const before = [..."abcdefghij"][at];
  bomb.push(`${name}: &${name} [${Array(9).fill(`*${before}`).join(", ")}]`);
}

const HOSTILE: [what: string, draft: () => DraftFiles, says: RegExp][] = [
  ["nothing", () => ({}), /model\.yaml.*holds no keys; it begins with/s],
  ["aliases that grow", () => ({ ...files, "model.yaml": bomb.join("\n") }), /aliases/],
  [
    "a file that is too long",
    () => ({ ...files, "README.md": "x".repeat(300_000) }),
    /larger than 256 KB/,
  ],
  [
    "a template that never ends",
    () => ({
      ...files,
      "prompt.liquid":
        "{% for a in (1..1000000000) %}{% for b in (1..1000000000) %}x{% endfor %}{% endfor %}",
    }),
    /prompt\.liquid.*(limit|memory)/s,
  ],
  [
    "a template that reaches out",
    () => ({ ...files, "prompt.liquid": "{% include '/etc/passwd' %}" }),
    /prompt\.liquid/,
  ],
];

for (const [what, draft, says] of HOSTILE)
  test(`${what}: a check says what is wrong, and the server goes on`, async () => {
    const checked = await check(draft());
    expect(checked.ok).toBe(false);
    expect(JSON.stringify(checked)).toMatch(says);
    expect(JSON.stringify(checked)).not.toMatch(/root:|node_modules/);
    expect((await fetch(path)).status).toBe(200);
  });

test("a file by another name, and a body of any size, are refused before they are read further", async () => {
  const other = await post(`${path}/check`, { files: { "../model.yaml": "x" } }, headers);
  expect(other.status).toBe(422);
  const huge = await post(
    `${path}/check`,
    { files: { "README.md": "x".repeat(5_000_000) } },
    headers,
  );
  expect(huge.status).toBe(413);
});

test("who may not publish is refused before what they send is read", async () => {
  const sent = { method: "POST", body: "{", headers: { "content-type": "application/json" } };
  for (const address of [path, `${path}/check`]) {
    expect((await fetch(address, sent)).status).toBe(404);
    const own = await fetch(address, { ...sent, headers: { ...sent.headers, ...headers } });
    expect(own.status).toBe(400);
  }
});
