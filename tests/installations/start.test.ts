import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";
import path from "node:path";
import { expect, test } from "@playwright/test";
import {
  create,
  events,
  finished,
  firstWords,
  get,
  type SentEvent,
  sharedUrl,
} from "../support/api.ts";
import { vitrineCommand } from "../support/command.ts";
import { newDataFolder, OFFLINE, startInstallation, until } from "../support/installation.ts";
import { descendants, isRunning } from "../support/processes.ts";

test("the process says that it is up, and that it is ready", async () => {
  expect((await fetch(`${sharedUrl()}/healthz`)).status).toBe(200);
  const ready = await fetch(`${sharedUrl()}/readyz`);
  expect(ready.status).toBe(200);
  expect(await ready.json()).toEqual({ ready: true, obstacles: [] });
});

test("a second start on the same data folder says who holds it", async () => {
  const dataFolder = process.env.VITRINE_TEST_DATA ?? "";
  const second = await startInstallation({ dataFolder, weights: false });
  await once(second.launcher, "exit");
  expect(second.launcher.exitCode).toBe(1);
  expect(second.output()).toMatch(/in use by the Vitrine with process id \d+, started /);
});

for (const [name, value, sentence] of [
  ["PORT", "abc", /PORT is “abc”: give a whole number/],
  ["PORT", "70000", /PORT is “70000”/],
  ["DATABASE_URL", "mysql://root:hunter2@db/x", /DATABASE_URL is not usable: give a URL such as/],
  ["PUBLIC_URL", "vitrine.example", /PUBLIC_URL is “vitrine.example”: give a URL/],
] as const)
  test(`${name}=${value} is refused with a sentence`, async () => {
    const wrong = await startInstallation({ env: { [name]: value }, weights: false });
    await once(wrong.launcher, "exit");
    expect(wrong.launcher.exitCode).toBe(1);
    expect(wrong.output()).toMatch(sentence);
    expect(wrong.output()).not.toMatch(/hunter2|\n\s+at /);
  });

test("a port that is taken is said to be", async () => {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo;
  const wrong = await startInstallation({ env: { PORT: String(port) }, weights: false });
  await once(wrong.launcher, "exit");
  expect(wrong.output()).toContain(`Port ${port} is in use by another program`);
  server.close();
});

for (const signal of ["SIGTERM", "SIGINT"] as const)
  test(`${signal} ends streams, hands work back and leaves no process behind`, async () => {
    const vitrine = await startInstallation();
    await vitrine.untilReady();
    const { id } = await create(vitrine.url);
    await firstWords(vitrine.url, id);
    const reading = drain(events(vitrine.url, id));
    const pids = descendants(vitrine.launcher.pid ?? 0);
    expect(pids.length).toBeGreaterThanOrEqual(3);

    vitrine.launcher.kill(signal);
    await once(vitrine.launcher, "exit");
    await reading;
    expect(vitrine.launcher.exitCode).toBe(0);
    expect(vitrine.output()).not.toContain("error handlers"); // a library's advice to programmers
    for (const pid of pids)
      await until(
        () => !isRunning(pid),
        () => `process ${pid} lives on`,
      );
  });

test("asked to leave, it says that it is not ready, lets what runs end and its reader see that", async () => {
  const vitrine = await startInstallation();
  await vitrine.untilReady();
  const { id } = await create(vitrine.url);
  const shown = await firstWords(vitrine.url, id);
  const reading = collect(events(vitrine.url, id));
  const exited = once(vitrine.launcher, "exit");
  vitrine.launcher.kill("SIGTERM");
  await until(async () => (await fetch(`${vitrine.url}/readyz`)).status === 503);
  const { obstacles } = await (await fetch(`${vitrine.url}/readyz`)).json();
  expect(obstacles).toContain("This process is leaving.");
  // What comes now is kept for whoever is there next.
  const late = await create(vitrine.url);
  expect(late.status).toBe("starting");
  const all = await reading;
  expect(all.at(-1)).toMatchObject({ event: "done", data: "{}" });
  expect(all[0]?.data).toBe(shown.data);
  await exited;
  expect(vitrine.launcher.exitCode).toBe(0);

  const next = await startInstallation({ dataFolder: vitrine.dataFolder });
  await next.untilReady();
  expect(await get(next.url, id)).toMatchObject({ status: "succeeded", attempts: 1 });
  expect((await finished(next.url, late.id)).status).toBe("succeeded");
  await next.stop();
});

async function collect(stream: AsyncIterable<SentEvent>): Promise<SentEvent[]> {
  const all: SentEvent[] = [];
  for await (const event of stream) all.push(event);
  return all;
}

async function drain(stream: AsyncIterable<unknown>): Promise<void> {
  try {
    for await (const _ of stream);
  } catch {
    // the connection may also simply close
  }
}

test("without weights the page is up, says what to do, and goes on by itself once they are imported", async () => {
  const dataFolder = newDataFolder();
  const vitrine = await startInstallation({
    dataFolder,
    weights: false,
    // Neither source can be reached: the hub is a closed port, and pip finds no index.
    env: OFFLINE,
  });
  await until(() => vitrine.output().includes("weights import FILE"));
  await until(async () => (await fetch(`${vitrine.url}/readyz`).catch(() => null))?.status === 503);
  const { id, wait } = await create(vitrine.url);
  expect(wait?.reason).toBe("no-weights");
  const page = await (await fetch(`${vitrine.url}/vitrine/honeycomb-nlq`)).text();
  expect(page).toContain("weights import FILE");

  const file = process.env.VITRINE_TEST_WEIGHTS ?? "";
  expect(await vitrineCommand(["weights", "import", file], { VITRINE_DATA: dataFolder })).toMatch(
    /Stored as b179c9523d0e6a0f/,
  );
  await vitrine.untilReady();
  await until(async () => (await firstWords(vitrine.url, id)) !== null);
  await vitrine.stop();
});

test("every answer carries headers that keep a page's visitors safe", async () => {
  for (const path of ["/", "/vitrine/honeycomb-nlq", "/v1/models", "/nothing/here"]) {
    const { headers } = await fetch(`${sharedUrl()}${path}`);
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(headers.get("x-powered-by")).toBeNull();
  }
});

test("no script and no style runs on a page but those that it was sent with", async () => {
  const nonces = new Set<string>();
  for (const path of ["/", "/vitrine/honeycomb-nlq", "/sign-in", "/api", "/nothing/here"]) {
    const answer = await fetch(`${sharedUrl()}${path}`);
    const policy = answer.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("style-src 'self'");
    expect(policy).not.toContain("unsafe-inline");
    expect(policy).not.toContain("'unsafe-eval'");
    const nonce = /'nonce-([\w+/=]{24})'/.exec(policy)?.[1] ?? "";
    const scripts = (await answer.text()).match(/<script[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(0);
    expect(scripts.filter((script) => !script.includes(`nonce="${nonce}"`))).toEqual([]);
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(5);
});

test("started as root on a folder that is closed to others, the database finds an open place", async () => {
  test.skip(process.getuid?.() !== 0, "only root needs another user for PostgreSQL");
  const closed = newDataFolder();
  fs.chmodSync(closed, 0o700);
  const dataFolder = path.join(closed, "data");
  fs.mkdirSync(dataFolder);
  const vitrine = await startInstallation({ dataFolder, weights: false });
  await until(() => vitrine.output().includes("Vitrine is at"), vitrine.output);
  const place = fs.readlinkSync(path.join(dataFolder, "pg"));
  expect(vitrine.output()).toContain(`the database is in ${path.dirname(place)}`);
  expect(await vitrine.stop()).toBe(0);
  fs.rmSync(path.dirname(place), { recursive: true, force: true });
});
