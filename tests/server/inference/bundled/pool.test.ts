import { expect, test } from "@playwright/test";
import type { CatalogEntry } from "#server/inference/bundled/models/catalog.ts";
import { ModelPool, type ModelStatus } from "#server/inference/bundled/models/pool.ts";
import type { Runtime } from "#server/inference/bundled/models/runtime.ts";

const never = new AbortController().signal;
const size = 100;

/** A pool whose models take no time and `size` bytes each, and a record of what was loaded and freed. */
function setUp(limits: { models?: number; idleMs?: number } = {}) {
  const log: string[] = [];
  const broken = new Set<string>();
  const stamps = new Map<string, string>();
  const find = (id: string): CatalogEntry | null =>
    id.startsWith("no-")
      ? null
      : { id, path: id, kind: "base", bytes: size, stamp: stamps.get(id) ?? "1" };
  const pool = new ModelPool(
    { find },
    {
      examine: async () => size,
      load: async ({ id }, { contextLength, onProgress }) => {
        if (broken.has(id)) throw new Error("cannot allocate memory");
        onProgress(0.5);
        log.push(`+${id} ${contextLength}`);
        const dispose = async () => {
          log.push(`-${id}`);
        };
        return { id, contextLength, memoryBytes: () => size, dispose } as unknown as Runtime;
      },
    },
    { memoryBytes: size * (limits.models ?? 2), idleMs: limits.idleMs ?? 0, contextLength: 512 },
  );
  const use = (id: string) => pool.use(id, never, async (runtime) => runtime.id);
  return { pool, log, broken, stamps, use };
}

test("a model is loaded when it is first asked for, and once for all who ask", async () => {
  const { log, use } = setUp();
  expect(await Promise.all([use("a"), use("a"), use("a")])).toEqual(["a", "a", "a"]);
  expect(await use("a")).toBe("a");
  expect(log).toEqual(["+a 512"]);
});

test("when memory is spent the least recently used model goes, but never one that is kept", async () => {
  const { pool, log, use } = setUp({ models: 2 });
  await use("a");
  await use("b");
  await use("a");
  await use("c");
  expect(log).toEqual(["+a 512", "+b 512", "-b", "+c 512"]);
  await pool.load("a", { keep: true, isWanted: true });
  await use("c");
  await use("d");
  expect(log.slice(4)).toEqual(["-c", "+d 512"]);
});

test("a model in use is not unloaded for another, which is told what to do", async () => {
  const { pool, use } = setUp({ models: 1 });
  await pool.use("a", never, async () => {
    await expect(use("b")).rejects.toThrow(
      /unload another model, or raise VITRINE_ENGINE_MEMORY_MB/,
    );
    await expect(pool.unload("a")).rejects.toThrow(/in use/);
  });
  expect(pool.stateOf("b").status).toMatchObject({ value: "failed" });
  await pool.unload("a");
  expect(await use("b")).toBe("b");
  expect(pool.stateOf("b").status).toEqual({ value: "loaded" });
});

test("a model that nobody uses for a while is unloaded, one that is kept is not", async () => {
  const { pool, log, use } = setUp({ idleMs: 30 });
  await pool.load("kept", { keep: true, isWanted: true });
  await use("a");
  await expect.poll(() => log).toEqual(["+kept 512", "+a 512", "-a"]);
  expect(pool.stateOf("kept").status).toEqual({ value: "loaded" });
  expect(pool.stateOf("a").status).toEqual({ value: "unloaded" });
  expect(await use("a")).toBe("a");
});

test("loading is told as it goes", async () => {
  const { pool, use } = setUp();
  const seen: ModelStatus[] = [];
  pool.on("status", ({ status }) => seen.push(status));
  await use("a");
  expect(seen).toEqual([
    { value: "loading", progress: null },
    { value: "loading", progress: 0 },
    { value: "loading", progress: 0.5 },
    { value: "loaded" },
  ]);
  expect(pool.stateOf("a").loadMs).toBeGreaterThanOrEqual(0);
});

test("what failed is not tried again by every request, but when it is asked for or the file is another", async () => {
  const { pool, broken, stamps, use } = setUp();
  broken.add("a");
  await expect(use("a")).rejects.toThrow(/not enough memory/);
  broken.clear();
  await expect(use("a")).rejects.toThrow(/not enough memory/);
  await pool.load("a", { isWanted: true });
  expect(await use("a")).toBe("a");
  broken.add("b");
  await expect(use("b")).rejects.toThrow(/not enough memory/);
  broken.clear();
  stamps.set("b", "2");
  expect(await use("b")).toBe("b");
});

test("a model is loaded again when more context is asked for, and not when it has enough", async () => {
  const { pool, log } = setUp();
  await pool.load("a", { contextLength: 1024, isWanted: true });
  await pool.load("a", { contextLength: 800, isWanted: true });
  await pool.load("a", { contextLength: 2048, isWanted: true });
  expect(log).toEqual(["+a 1024", "-a", "+a 2048"]);
});

test("who leaves while a model loads does not end it for the others", async () => {
  const { pool, use } = setUp();
  const leaving = new AbortController();
  const left = pool.use("a", leaving.signal, async () => "stayed");
  const stays = use("a");
  leaving.abort(new Error("left"));
  await expect(left).rejects.toThrow("left");
  expect(await stays).toBe("a");
});

test("a model that is not there is refused by its name", async () => {
  const { use } = setUp();
  await expect(use("no-such")).rejects.toThrow("There is no model no-such here.");
});
