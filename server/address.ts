import type { IncomingMessage } from "node:http";
import { env } from "./env.ts";

const HEADER = "x-vitrine-address";

/**
 * Notes on a request from which address it came, as routes do not see the connection. What a client says of itself counts
 * for nothing, unless VITRINE_TRUSTED_PROXIES says that so many proxies of ours have added to it.
 */
export function noteAddress(request: IncomingMessage): void {
  request.headers[HEADER] = forwardedFor(request) ?? request.socket.remoteAddress ?? "unknown";
}

function forwardedFor(request: IncomingMessage): string | undefined {
  const proxies = env().VITRINE_TRUSTED_PROXIES;
  if (proxies === 0) return undefined;
  const hops = String(request.headers["x-forwarded-for"] ?? "").split(",");
  return hops.at(-proxies)?.trim() || undefined;
}

/** The address that a request came from, for limits. */
export const addressOf = (headers: Headers): string => headers.get(HEADER) ?? "unknown";
