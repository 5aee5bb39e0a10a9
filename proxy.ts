import { type NextRequest, NextResponse } from "next/server";
import { addressOf } from "#server/address.ts";
import { preflight } from "#server/cors.ts";
import { closedSharePage } from "#server/shares/closed-page.ts";
import { deadShareStatus } from "#server/shares/shared.ts";

export const config = {
  matcher: [
    "/s/:path*",
    {
      source: "/:api(v1|openai)/:path*",
      has: [{ type: "header", key: "access-control-request-method" }],
    },
  ],
};

/**
 * Gives links that open nothing their status, which a page cannot: 404, 410 or 429. It guards nothing: the page looks for
 * itself whether there is anything to show. And answers browsers that ask whether another site's page may use a token.
 */
export async function proxy({ nextUrl, headers, method }: NextRequest): Promise<Response> {
  if (!nextUrl.pathname.startsWith("/s/"))
    return method === "OPTIONS" ? preflight(headers) : NextResponse.next();
  const token = nextUrl.pathname.split("/")[2] ?? "";
  const status = await deadShareStatus(token, addressOf(headers));
  return status === null ? NextResponse.next() : closedSharePage(status);
}
