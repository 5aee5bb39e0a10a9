import { createHash, timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { RequestError } from "./errors.ts";

const bodyBytesMax = 1_000_000;

/** Throws RequestError (authentication_error) unless the bearer token is the right one; takes constant time. */
export function requireToken(request: IncomingMessage, token: string): void {
  const given = request.headers.authorization ?? "";
  const digest = (text: string) => createHash("sha256").update(text).digest();
  if (timingSafeEqual(digest(given), digest(`Bearer ${token}`))) return;
  throw new RequestError("authentication_error", "The bearer token is missing or wrong.");
}

/** Throws RequestError: 413 past 1 MB, which is counted before parsing, 400 if it is not JSON. */
export async function readJson(request: IncomingMessage): Promise<unknown> {
  const tooLarge = new RequestError("request_too_large_error", "The body is larger than 1 MB.");
  if (Number(request.headers["content-length"] ?? 0) > bodyBytesMax) throw tooLarge;
  const chunks: Buffer[] = [];
  let bytes = 0;
  // Destroying the request would take the connection with it, and with that the answer.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > bodyBytesMax) throw tooLarge;
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    throw new RequestError("invalid_request_error", "The body is not JSON.");
  }
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, {
    "content-type": "application/json; charset=utf-8",
    ...(status === 413 ? { connection: "close" } : {}),
    ...(status === 503 ? { "retry-after": "1" } : {}),
  });
  response.end(JSON.stringify(body));
}

/** Before the first event an error is a plain HTTP answer, afterwards an event of the stream (llama-server). */
export function sendError(response: ServerResponse, error: RequestError): void {
  if (response.destroyed) return;
  if (!response.headersSent) {
    sendJson(response, error.status, error.toBody());
  } else {
    sendEvent(response, error.toBody());
    response.end();
  }
}

export function sendEvent(response: ServerResponse, data: unknown): void {
  if (!response.headersSent) {
    response.writeHead(200, {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-store",
    });
  }
  response.write(`data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`);
}
