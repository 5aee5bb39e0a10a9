import { randomUUID } from "node:crypto";
import { escaped, htmlPage } from "./html-page.ts";
import { log } from "./log.ts";
import { Problem } from "./problem.ts";

/** A problem as a page to read, for who posted a form without scripts. */
export function problemPage({ status, title, message, retryAfterSeconds }: Problem): Response {
  const page = htmlPage(status, title, [
    `<p>${escaped(message)}</p>`,
    "<p>Go back in your browser: what you filled in is still there.</p>",
  ]);
  if (retryAfterSeconds !== null) page.headers.set("retry-after", String(retryAfterSeconds));
  return page;
}

/** A bug, or a database that is away, as a problem; it is logged with the id that its answer names. */
export function incident(error: unknown): Problem {
  const id = randomUUID();
  log.error({ incident: id, error: error instanceof Error ? error.stack : String(error) }, "bug");
  if (isDatabaseAway(error)) {
    const detail = "The database does not answer at the moment. Nothing was lost: try again soon.";
    return new Problem(503, "Unavailable", detail, { retryAfterSeconds: 5 });
  }
  const detail = `Something went wrong on our side. Try again; if it stays, tell the owner this id: ${id}.`;
  return new Problem(500, "Internal error", detail);
}

const AWAY = /^(ECONNREFUSED|ECONNRESET|ETIMEDOUT|57P01|57P03|08006|P1001|P1017|P2024)$/;

/** Connection trouble as Prisma, its driver and Node name it. */
function isDatabaseAway(error: unknown): boolean {
  const { code, name, cause } = error as { code?: unknown; name?: unknown; cause?: unknown };
  if (name === "PrismaClientInitializationError") return true;
  if (typeof code === "string" && AWAY.test(code)) return true;
  if (typeof cause === "object" && cause !== null) return isDatabaseAway(cause);
  return (
    name === "DriverAdapterError" &&
    /DatabaseNotReachable|ConnectionClosed|SocketTimeout/.test(String(error))
  );
}

/** A problem as `application/problem+json` (RFC 9457). */
export function problemResponse(problem: Problem): Response {
  const { status, title, message, invalidFields, retryAfterSeconds } = problem;
  const body = {
    ...{ title, detail: message, status },
    ...(invalidFields.length > 0 ? { invalid_fields: invalidFields } : {}),
    ...(retryAfterSeconds === null ? {} : { retry_after: retryAfterSeconds }),
  };
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...(retryAfterSeconds === null ? {} : { "retry-after": String(retryAfterSeconds) }),
    },
  });
}
