import { isKnownOrigin } from "./tokens.ts";

const METHODS = "GET, POST, PATCH, DELETE";
const HEADERS = "authorization, content-type, prefer, cancel-after, idempotency-key, last-event-id";
const SHOWN = "location, preference-applied, ratelimit-remaining, ratelimit-reset, retry-after";
const DAY_SECONDS = 24 * 60 * 60;

/** What a browser asks before another site's page may send a token: allowed where any token names the site. */
export async function preflight(headers: Headers): Promise<Response> {
  const origin = headers.get("origin") ?? "";
  if (!(await isKnownOrigin(origin))) return new Response(null, { status: 403 });
  return new Response(null, {
    status: 204,
    headers: {
      "access-control-allow-origin": origin,
      "access-control-allow-methods": METHODS,
      "access-control-allow-headers": HEADERS,
      "access-control-max-age": String(DAY_SECONDS),
      vary: "origin",
    },
  });
}

/** Lets a page read an answer where the token of its request names the page's origin. */
export function allowOrigin(response: Response, headers: Headers, origins: string[]): Response {
  const origin = headers.get("origin");
  if (origin === null || !origins.includes(origin)) return response;
  response.headers.set("access-control-allow-origin", origin);
  response.headers.set("access-control-expose-headers", SHOWN);
  response.headers.append("vary", "origin");
  return response;
}
