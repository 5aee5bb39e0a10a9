import type { IncomingMessage, ServerResponse } from "node:http";
import { expect, test } from "@playwright/test";
import { handleInRush } from "#server/rush.ts";

const PLACES = 200;

/** Has a request handled that nobody decides on. Returns what it is answered at the door, or that it was let in; never, while it stands in line. */
function ask(
  url: string,
  headers: Record<string, string> = {},
): Promise<[number, string] | "let in"> {
  const request = { method: "POST", url, headers } as unknown as IncomingMessage;
  return new Promise((resolve) => {
    let status = 0;
    const response = {
      once: () => response,
      writeHead: (code: number, headers: Record<string, string>) => {
        const names = Object.keys(headers).map((name) => name.toLowerCase());
        expect(names).toContain("content-security-policy");
        expect(new Set(names).size, "every header once").toBe(names.length);
        status = code;
        return response;
      },
      end: (text: string) => resolve([status, text]),
    };
    handleInRush(request, response as unknown as ServerResponse, () => resolve("let in"));
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

  expect(await openAi).toEqual([429, expect.stringContaining('"type":"rate_limit_error"')]);
  expect(await page).toEqual([429, expect.stringContaining("<!doctype html>")]);
  expect(await again).toBe("let in");
  expect(await other).toBe("let in");
  const taken = waiting.map((each) => Promise.race([each, Promise.resolve("in line")]));
  expect(new Set(await Promise.all(taken))).toEqual(new Set(["let in", "in line"]));
  // Nobody decides on those who were let in, as if their bodies never came: they make way all the same.
  expect(new Set(await Promise.all(waiting))).toEqual(new Set(["let in"]));
});
