import { type NextRequest, NextResponse } from "next/server";
import { isSecure } from "#server/accounts/cookies.ts";
import { addressOf } from "#server/address.ts";
import { preflight } from "#server/cors.ts";
import { isDevelopment } from "#server/env.ts";
import { pagePolicy } from "#server/security-policy.ts";
import { closedSharePage } from "#server/shares/closed-page.ts";
import { deadShareStatus } from "#server/shares/shared.ts";

const POLICY = "content-security-policy";
/** Two of them: for so long a browser asks this host by https alone. */
const YEARS_SECONDS = 2 * 365 * 24 * 60 * 60;

export const config = {
  matcher: [
    "/((?!(?:v1|openai|_next|metrics|healthz|readyz)(?:/|$)|.*\\.(?:css|svg|txt)$).*)",
    {
      source: "/:api(v1|openai)/:path*",
      has: [{ type: "header", key: "access-control-request-method" }],
    },
  ],
};

/**
 * Does before a page what a page cannot: it gives each a Content-Security-Policy of its own, and links that open nothing
 * their status (404, 410 or 429). It guards nothing: the page looks for itself whether there is anything to show. And it
 * answers browsers that ask whether another site's page may use a token.
 */
export async function proxy(request: NextRequest): Promise<Response> {
  const { nextUrl, headers, method } = request;
  if (/^\/(?:v1|openai)\//.test(nextUrl.pathname))
    return method === "OPTIONS" ? preflight(headers) : NextResponse.next();
  if (!nextUrl.pathname.startsWith("/s/")) return page(headers);
  const token = nextUrl.pathname.split("/")[2] ?? "";
  const status = await deadShareStatus(token, addressOf(headers));
  return status === null ? page(headers) : closedSharePage(status);
}

/** Goes on to the page; Next takes the nonce for its scripts from the policy in the request. */
function page(asked: Headers): Response {
  const policy = pagePolicy(isDevelopment());
  const headers = new Headers(asked);
  headers.set(POLICY, policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set(POLICY, policy);
  if (isSecure()) response.headers.set("strict-transport-security", `max-age=${YEARS_SECONDS}`);
  return response;
}
