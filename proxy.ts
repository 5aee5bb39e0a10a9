import { type NextRequest, NextResponse } from "next/server";
import { addressOf } from "#server/address.ts";
import { closedSharePage } from "#server/shares/closed-page.ts";
import { deadShareStatus } from "#server/shares/shared.ts";

export const config = { matcher: "/s/:path*" };

/**
 * Gives links that open nothing their status, which a page cannot: 404, 410 or 429. It guards nothing: the page looks for
 * itself whether there is anything to show.
 */
export async function proxy({ nextUrl, headers }: NextRequest): Promise<Response> {
  const token = nextUrl.pathname.split("/")[2] ?? "";
  const status = await deadShareStatus(token, addressOf(headers));
  return status === null ? NextResponse.next() : closedSharePage(status);
}
