import { createHash } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

type Commit = { summary: string; files: Map<string, string>; large: Map<string, string> };

/** A hub of Hugging Face's protocol, as far as pushing goes: what it holds, and what it was asked. */
export type FakeHub = {
  url: string;
  repos: Map<string, { isPrivate: boolean }>;
  commits: Commit[];
  /** What was uploaded beside commits, by its SHA-256. */
  objects: Map<string, Buffer>;
  close(): void;
};

/** Starts one that knows a single token. Files of more than a kilobyte go beside the commit, as large ones do. */
export async function startFakeHub(token: string): Promise<FakeHub> {
  const hub: Held = {
    ...{ repos: new Map(), commits: [], objects: new Map() },
  };
  const server = http.createServer(async (request, response) => {
    const body = await buffer(request);
    const isUpload = request.method === "PUT";
    const isKnown = isUpload || request.headers.authorization === `Bearer ${token}`;
    const url = new URL(request.url ?? "", `http://${request.headers.host}`);
    const answer = isKnown
      ? answerTo(hub, `${request.method} ${url.pathname}`, { body, origin: url.origin })
      : { status: 401, json: { error: "Invalid credentials in Authorization header" } };
    response.writeHead(answer.status, { "content-type": "application/json" });
    response.end(JSON.stringify(answer.json ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { ...hub, url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

type Answer = { status: number; json?: unknown };
type Asked = { body: Buffer; origin: string };
type Held = Omit<FakeHub, "url" | "close">;

const jsonOf = ({ body }: Asked) => JSON.parse(body.toString());

/** What is asked, with what is named in it, to its answer. */
const ROUTES: [RegExp, (hub: Held, asked: Asked, named: string) => Answer][] = [
  [
    /^GET \/api\/models\/([^/]+\/[^/]+)$/,
    (hub, _, name) => ({ status: hub.repos.has(name) ? 200 : 404 }),
  ],
  [/^POST \/api\/repos\/create$/, createRepo],
  [/^POST \/api\/models\/.*\/preupload\/main$/, (_, asked) => preupload(asked)],
  [/\.git\/info\/lfs\/objects\/batch$/, (_, asked) => batch(asked)],
  [/^PUT \/upload\/(\w+)$/, upload],
  [
    /^POST \/api\/models\/.*\/commit\/main$/,
    (hub, { body, origin }) => {
      hub.commits.push(readCommit(body.toString()));
      const json = { commitOid: "c".repeat(40), commitUrl: origin, hookOutput: "" };
      return { status: 200, json };
    },
  ],
];

function answerTo(hub: Held, what: string, asked: Asked): Answer {
  for (const [pattern, answer] of ROUTES) {
    const found = pattern.exec(what);
    if (found) return answer(hub, asked, found[1] ?? "");
  }
  return { status: 404, json: { error: `no route ${what}` } };
}

function createRepo(hub: Held, asked: Asked): Answer {
  const { name, organization, private: isPrivate, visibility } = jsonOf(asked);
  hub.repos.set(`${organization}/${name}`, { isPrivate: isPrivate || visibility === "private" });
  return { status: 200, json: { url: `${asked.origin}/${organization}/${name}`, id: "1" } };
}

function preupload(asked: Asked): Answer {
  const files = (jsonOf(asked).files as { path: string; size: number }[]).map(({ path, size }) => ({
    ...{ path, uploadMode: size > 1_000 ? "lfs" : "regular", shouldIgnore: false },
  }));
  return { status: 200, json: { files } };
}

function batch(asked: Asked): Answer {
  const objects = (jsonOf(asked).objects as { oid: string; size: number }[]).map((object) => ({
    ...object,
    actions: { upload: { href: `${asked.origin}/upload/${object.oid}` } },
  }));
  return { status: 200, json: { transfer: "basic", objects } };
}

function upload(hub: Held, { body }: Asked, digest: string): Answer {
  if (createHash("sha256").update(body).digest("hex") !== digest) return { status: 400 };
  hub.objects.set(digest, body);
  return { status: 200 };
}

function readCommit(lines: string): Commit {
  const commit: Commit = { summary: "", files: new Map(), large: new Map() };
  for (const line of lines.split("\n").filter(Boolean)) {
    const { key, value } = JSON.parse(line);
    if (key === "header") commit.summary = value.summary;
    if (key === "file")
      commit.files.set(value.path, Buffer.from(value.content, value.encoding).toString());
    if (key === "lfsFile") commit.large.set(value.path, value.oid);
  }
  return commit;
}
