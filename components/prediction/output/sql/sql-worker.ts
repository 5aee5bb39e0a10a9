import initSqlJs from "sql.js";
import { runOnSample } from "./run-on-sample.ts";

/** What the page asks of the worker: one query, on one model's sample data. */
export type SqlRequest = { sample: string; query: string };

const wasm = new URL("sql.js/dist/sql-wasm-browser.wasm", import.meta.url).href;

self.addEventListener("message", async ({ data }: MessageEvent<SqlRequest>) => {
  const sqlite = await initSqlJs({ locateFile: () => wasm }).catch(() => null);
  self.postMessage(sqlite ? "ready" : "not loaded");
  if (!sqlite) return;
  self.postMessage(runOnSample(sqlite, data.sample, data.query));
});
