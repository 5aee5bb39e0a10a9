import type { IncomingMessage, ServerResponse } from "node:http";
import { expect, test } from "@playwright/test";
import { handleInRush } from "#server/rush.ts";

const PLACES = 200;

/** Has a request handled that nobody decides on; returns what it is answered at the door, if it is. */
function ask(url: string, headers: Record<string, string> = {}): Promise<[number, string] | null> {
  const request = { method: "POST", url, headers } as unknown as IncomingMessage;
  return new Promise((resolve) => {
    let status = 0;
    const response = {
      once: () => response,
      writeHead: (code: number) => {
        status = code;
        return response;
      },
      end: (text: string) => resolve([status, text]),
    };
    handleInRush(request, response as unknown as ServerResponse, () => {});
    setImmediate(() => setImmediate(() => resolve(null)));
  });
}

test("who comes when all places in line are taken is told so in the way in which it asked", async () => {
  const waiting = Array.from({ length: PLACES }, () => ask("/v1/predictions"));
  const openAi = ask("/openai/v1/chat/completions");
  const page = ask("/v1/models/a/b/predictions", {
    "content-type": "application/x-www-form-urlencoded",
  });
  const again = ask("/v1/predictions", { "idempotency-key": "known" });
  const other = ask("/v1/files");

  expect(new Set(await Promise.all(waiting))).toEqual(new Set([null]));
  expect(await openAi).toEqual([429, expect.stringContaining('"type":"rate_limit_error"')]);
  expect(await page).toEqual([429, expect.stringContaining("<!doctype html>")]);
  expect(await again).toBeNull();
  expect(await other).toBeNull();
});
