import fs from "node:fs";
import { expect, test } from "@playwright/test";
import { type Headers, invite, makeToken, newName, signInOwner } from "../support/accounts.ts";
import { finished, post, QUESTION, sharedUrl } from "../support/api.ts";
import { COPY_TITLE, publishCopy } from "../support/own-models.ts";
import { visitorHeaders } from "../support/visitors.ts";

/** Who asks, in the order of the table's columns. */
const ACTORS = [
  ...["stranger", "maker", "bad token", "other creator", "token for another model"],
  ...["reviewer", "creator", "owner", "read token", "run token", "write token"],
] as const;
type Actor = (typeof ACTORS)[number];

/** The routes below a private model, and the status that each actor gets in turn. */
const TABLE: Record<string, string> = {
  // who asks                                 str mak bad oth els rev cre own rea run wri
  "GET /{model}": /*                        */ "404 404 404 404 404 200 200 200 200 200 404",
  "GET /{model}/api": /*                    */ "404 404 404 404 404 200 200 200 200 200 404",
  "GET /{model}/readme": /*                 */ "404 404 404 404 404 200 200 200 200 200 404",
  "GET /{model}/versions": /*               */ "404 404 404 404 404 200 200 200 200 200 404",
  "GET /{model}/versions/{v}": /*           */ "404 404 404 404 404 200 200 200 200 200 404",
  "GET /{model}/predictions": /*            */ "404 404 404 404 404 200 200 200 200 404 404",
  "GET /{model}/settings": /*               */ "404 404 404 404 404 404 200 200 404 404 404",
  "GET /{model}/llms.txt": /*               */ "404 404 401 404 404 200 200 200 200 200 404",
  "GET /p/{id}": /*                         */ "404 404 404 404 404 200 200 200 200 200 404",
  "GET /{model}/examples": /*               */ "404 404 404 404 404 200 200 200 200 200 404",
  "GET /v1/models/{model}": /*              */ "404 404 401 404 404 200 200 200 200 200 404",
  "GET /v1/models/{model}/readiness": /*    */ "404 404 401 404 404 200 200 200 200 200 404",
  "GET /v1/models/{model}/readme": /*       */ "404 404 401 404 404 200 200 200 200 200 404",
  "GET /v1/models/{model}/versions": /*     */ "404 404 401 404 404 200 200 200 200 200 404",
  "GET /v1/models/{model}/versions/{v}": /* */ "404 404 401 404 404 200 200 200 200 200 404",
  "POST /v1/models/{model}/versions": /*    */ "404 404 401 404 403 404 422 422 403 403 422",
  "POST /v1/models/{model}/versions/check": "404 404 401 404 403 404 200 200 403 403 404",
  "GET /v1/predictions/{id}": /*            */ "404 404 401 404 404 200 200 200 200 200 404",
  "GET /v1/predictions/{id}/stream": /*     */ "404 404 401 404 404 200 200 200 200 200 404",
  "GET /v1/predictions/{id}/shares": /*     */ "404 404 401 404 404 404 200 200 404 404 404",
  "GET /v1/predictions/{id}/reports": /*    */ "404 404 401 404 404 200 200 200 200 404 404",
  "GET /v1/models/{model}/examples": /*     */ "404 404 401 404 404 200 200 200 200 200 404",
  "POST /v1/models/{model}/examples": /*    */ "404 404 401 404 403 404 422 422 403 403 422",
  "DELETE /v1/models/{model}/examples/{id}": "404 404 401 404 403 404 404 404 403 403 404",
  "GET /v1/models/{model}/predictions": /*  */ "404 404 401 404 404 200 200 200 200 404 404",
  "POST /v1/models/{model}/predictions": /* */ "404 404 401 404 404 422 422 422 403 422 404",
  "POST /v1/predictions/{id}/cancel": /*    */ "404 404 401 404 404 404 200 200 404 404 404",
  "POST /v1/predictions/{id}/shares": /*    */ "404 404 401 404 404 404 201 201 404 404 404",
  "PATCH /v1/models/{model}": /*            */ "404 404 401 404 403 404 200 200 403 403 200",
  "DELETE /v1/models/{model}/versions/{v}": "404 404 401 404 403 404 409 409 403 403 409",
  "GET /v1/deployments/{model}": /*         */ "404 404 401 404 404 404 200 200 200 403 403",
  "GET /v1/deployments/{model}/releases": /**/ "404 404 401 404 404 404 200 200 200 403 403",
  "PATCH /v1/deployments/{model}": /*       */ "404 404 401 404 404 404 200 200 403 403 200",
  "POST /v1/deployments/{model}/predictions": "404 404 401 404 404 404 422 422 403 422 404",
  "DELETE /v1/models/{model}": /*           */ "404 404 401 404 403 404 409 409 403 403 409",
};

/** Routes that are nobody's in particular, or have tests of their own. */
const ELSEWHERE = [
  ...["/", "/healthz", "/readyz", "/setup", "/sign-in", "/sign-in/link", "/sign-out"],
  ...["/account", "/account/people", "/account/new-model", "/engine", "/s/[token]", "/history"],
  ...["/v1/history", "/v1/files", "/v1/files/[id]", "/v1/files/[id]/download"],
  ...["/s/[token]/files/[id]/download", "/v1/account", "/v1/account/models"],
  ...["/v1/account/sign-in", "/v1/account/sign-out", "/v1/account/password"],
  ...["/v1/account/tokens", "/v1/account/tokens/[id]", "/v1/account/people/[id]"],
  ...["/v1/account/invitations", "/v1/account/invitations/[id]", "/v1/engine/models/[id]"],
  ...["/v1/[...path]", "/openai/[...path]"],
  ...["/v1/models/search", "/v1/hardware", "/v1/deployments", "/v1/webhooks/default/secret"],
  ...["/metrics", "/api", "/llms.txt", "/v1/openapi.json"],
  ...["/openai/v1/models", "/openai/v1/models/[...id]", "/openai/v1/completions"],
  "/openai/v1/chat/completions",
  ...["/v1/models", "/v1/predictions", "/v1/shares/[id]", "/v1/shares/views"],
  "/v1/reports/[id]",
];

/** How a browser may ask for a page: whole, as React's payload, and in parts ahead of time. */
const WAYS: Headers[] = [
  {},
  { rsc: "1" },
  { rsc: "1", "next-router-prefetch": "1", "next-router-segment-prefetch": "/_tree" },
  { accept: "text/x-component", "next-url": "/" },
];

/** What is sent: what is so already, files that are none, a link, a prediction that is not there, and an input that is refused. */
const BODIES: [path: string, body: object][] = [
  ["deployments/{model}", { min_instances: 0 }],
  ["{model}", { visibility: "private" }],
  ["/versions", { files: {}, base: "none" }],
  ["/versions/check", { files: {} }],
  ["/examples", { prediction: "aaaaaaaaaaaaaaaaaaaaaaaaaa" }],
  ["/shares", { label: "", expires: "1h", scope: { inputs: [], output: true, settings: false } }],
];

const url = sharedUrl();
let actors: Record<Actor, Headers>;
let names: Record<string, string>;

test.beforeAll(async () => {
  const [ada, bob, rea] = [
    await invite("creator"),
    await invite("creator"),
    await invite("reviewer"),
  ];
  const maker = visitorHeaders(newName("maker"));
  const version = await publishCopy(ada.name, "secret-model");
  const model = `${ada.name}/secret-model`;
  const made = await post(`${url}/v1/models/${model}/predictions`, { input: QUESTION }, maker);
  const { id } = (await made.json()) as { id: string };
  await finished(url, id);
  await setVisibility(model, "private", ada.headers);
  const deployment = {
    ...{ name: "secret-model", model, version, hardware: "bundled" },
    ...{ min_instances: 0, max_instances: 1 },
  };
  expect((await post(`${url}/v1/deployments`, deployment, ada.headers)).status).toBe(201);
  names = { "{model}": model, "{id}": id, "{v}": version };
  actors = {
    ...{ stranger: {}, maker, "bad token": { authorization: "Bearer vt_no-such-token" } },
    ...{ "other creator": bob.headers, reviewer: rea.headers, creator: ada.headers },
    "token for another model": await makeToken(ada.headers, {
      scopes: ["run", "read", "write"],
      models: [`${ada.name}/another`],
    }),
    owner: await signInOwner(),
    "read token": await makeToken(ada.headers, { scopes: ["read"] }),
    "run token": await makeToken(ada.headers, { scopes: ["run"] }),
    "write token": await makeToken(ada.headers, { scopes: ["write"] }),
  };
});

for (const [route, statuses] of Object.entries(TABLE))
  test(`a private model: ${route} is as the table says for everybody`, async () => {
    const got = await Promise.all(ACTORS.map(async (actor) => (await ask(route, actor)).status));
    const wanted = statuses.split(" ").map(Number);
    expect(Object.fromEntries(ACTORS.map((actor, index) => [actor, got[index]]))).toEqual(
      Object.fromEntries(ACTORS.map((actor, index) => [actor, wanted[index]])),
    );
  });

test("what is private looks to a stranger like what does not exist, to the byte", async () => {
  for (const [there, nowhere] of [
    ["/v1/models/{model}", "/v1/models/nobody/nothing"],
    ["/v1/predictions/{id}", "/v1/predictions/aaaaaaaaaaaaaaaaaaaaaaaaaa"],
  ]) {
    const [hidden, missing] = await Promise.all(
      [there, nowhere].map((path) => fetch(url + fill(path ?? ""))),
    );
    expect(await hidden?.text()).toBe(await missing?.text());
  }
});

test("no way of fetching a page brings anything of a private model to a stranger", async () => {
  const pages = ["", "/readme", "/versions", "/versions/{v}"].map((page) => `/{model}${page}`);
  for (const path of [...pages, "/p/{id}"])
    for (const headers of WAYS) {
      const text = await (await fetch(url + fill(path), { headers })).text();
      // The model's name is in the first address, as its reader typed it.
      const secrets = path === "/p/{id}" ? ["secret-model"] : [];
      for (const secret of [...secrets, COPY_TITLE, QUESTION.nlq])
        expect(text).not.toContain(secret);
    }
});

test("an unlisted model opens by its address and is in no list; a private one is in its owner's", async () => {
  const ada = await invite("creator");
  await publishCopy(ada.name, "hidden-model");
  const model = `${ada.name}/hidden-model`;
  const listed = async (headers: Headers) => {
    const { results } = await (await fetch(`${url}/v1/models`, { headers })).json();
    return results.some(({ owner }: { owner: string }) => owner === ada.name);
  };
  expect(await listed({})).toBe(true);
  await setVisibility(model, "unlisted", ada.headers);
  expect((await fetch(`${url}/${model}`)).status).toBe(200);
  expect([await listed({}), await listed(ada.headers)]).toEqual([false, true]);
  expect(await (await fetch(`${url}/`)).text()).not.toContain(model);
  await setVisibility(model, "private", ada.headers);
  expect([await listed({}), await listed(ada.headers)]).toEqual([false, true]);
});

test("every route is in the table, or in the list of those that are tested elsewhere", () => {
  const folder = new URL("../../app", import.meta.url);
  const files = fs.readdirSync(folder, { recursive: true, encoding: "utf8" });
  const routes = files
    .filter((file) => /(^|\/)(page\.tsx|route\.ts)$/.test(file))
    .map((file) => `/${file}`.replace(/\/(page\.tsx|route\.ts)$/, "") || "/");
  const inTable = Object.keys(TABLE).map((route) =>
    (route.split(" ")[1] ?? "")
      .replace("{model}", "[owner]/[name]")
      .replace("{v}", "[version]")
      .replace("{id}", "[id]"),
  );
  expect(routes.filter((route) => !ELSEWHERE.includes(route) && !inTable.includes(route))).toEqual(
    [],
  );
});

function ask(route: string, actor: Actor): Promise<Response> {
  const [method = "", path = ""] = route.split(" ");
  const headers = actors[actor];
  if (method === "GET") return fetch(url + fill(path), { headers, redirect: "manual" });
  const [, body = { input: {} }] = BODIES.find(([end]) => path.endsWith(end)) ?? [];
  return fetch(url + fill(path), {
    ...{ method, body: JSON.stringify(body) },
    headers: { ...headers, "content-type": "application/json" },
  });
}

const fill = (path: string): string =>
  Object.entries(names).reduce((filled, [name, value]) => filled.replace(name, value), path);

async function setVisibility(model: string, visibility: string, headers: Headers) {
  const answer = await fetch(`${url}/v1/models/${model}`, {
    method: "PATCH",
    body: JSON.stringify({ visibility }),
    headers: { ...headers, "content-type": "application/json" },
  });
  expect(answer.status).toBe(200);
}
