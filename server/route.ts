import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { InvalidField } from "#contract/inputs/check-input.ts";
import { escaped, htmlPage } from "./html-page.ts";
import { log } from "./log.ts";
import { invalidInput, Problem } from "./problem.ts";
import { requireGoodToken } from "./tokens.ts";

const BODY_MAX_BYTES = 256 * 1024;

/** Wraps a route: what it throws becomes an `application/problem+json` answer, and a bug becomes a 500 with an id to ask about. */
export function route<Context>(
  handle: (request: Request, context: Context) => Promise<Response>,
): (request: Request, context: Context) => Promise<Response> {
  return async (request, context) => {
    try {
      await requireGoodToken(request.headers);
      return await handle(request, context);
    } catch (error) {
      const problem = error instanceof Problem ? error : incident(error);
      return isFormPost(request) ? problemPage(problem) : problemResponse(problem);
    }
  };
}

/** Whether a page whose JavaScript has not arrived sends this: its answer is for a person to read. */
export const isFormPost = (request: Request): boolean =>
  request.headers.get("content-type")?.startsWith("application/x-www-form-urlencoded") ?? false;

function problemPage({ status, title, message, retryAfterSeconds }: Problem): Response {
  const page = htmlPage(status, title, [
    `<p>${escaped(message)}</p>`,
    "<p>Go back in your browser: what you filled in is still there.</p>",
  ]);
  if (retryAfterSeconds !== null) page.headers.set("retry-after", String(retryAfterSeconds));
  return page;
}

function incident(error: unknown): Problem {
  const id = randomUUID();
  log.error({ incident: id, error: error instanceof Error ? error.stack : String(error) }, "bug");
  if (isDatabaseAway(error)) {
    const detail = "The database does not answer at the moment. Nothing was lost: try again soon.";
    return new Problem(503, "Unavailable", detail, { retryAfterSeconds: 5 });
  }
  const detail = `Something went wrong on our side. Try again; if it stays, tell the owner this id: ${id}.`;
  return new Problem(500, "Internal error", detail);
}

/** Connection trouble as Prisma, its driver and Node name it. */
function isDatabaseAway(error: unknown): boolean {
  const { code, name, cause } = error as { code?: unknown; name?: unknown; cause?: unknown };
  if (name === "PrismaClientInitializationError") return true;
  const codes = [
    "ECONNREFUSED",
    "ECONNRESET",
    "ETIMEDOUT",
    "57P01",
    "57P03",
    "08006",
    "P1001",
    "P1017",
    "P2024",
  ];
  if (typeof code === "string" && codes.includes(code)) return true;
  if (typeof cause === "object" && cause !== null) return isDatabaseAway(cause);
  return (
    name === "DriverAdapterError" &&
    /DatabaseNotReachable|ConnectionClosed|SocketTimeout/.test(String(error))
  );
}

function problemResponse(problem: Problem): Response {
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

/** A JSON answer that no cache keeps. */
export const json = (body: unknown, status = 200): Response =>
  Response.json(body, { status, headers: { "cache-control": "no-store" } });

/** The answer to a page that wrote something: it goes on at `location`. Also sets the cookies in `headers`. */
export function goOn(request: Request, location: string, headers = new Headers()): Response {
  const isForm = isFormPost(request);
  const answer = isForm ? new Response(null, { status: 303 }) : json({ location });
  if (isForm) answer.headers.set("location", location);
  for (const cookie of headers.getSetCookie()) answer.headers.append("set-cookie", cookie);
  return answer;
}

/** The answer that tells a page a secret for the first and last time; a plain form gets a page of its own for it. */
export function tellOnce(request: Request, secret: { title: string; text: string; back: string }) {
  if (!isFormPost(request)) return json({ secret: secret.text }, 201);
  const { title, text, back } = secret;
  return htmlPage(201, title, [
    `<p>Copy it now: it is not shown again.</p><p><code>${escaped(text)}</code></p>`,
    `<p><a href="${escaped(back)}">Go on</a></p>`,
  ]);
}

/** Refuses a write that another site's page makes in a visitor's browser. Callers that bring a token are no browsers. */
export function requireSameOrigin(request: Request): void {
  if (request.headers.has("authorization") || isFromOurPages(request.headers)) return;
  const detail = "This can only be asked for from Vitrine's own pages, or with a token.";
  throw new Problem(403, "Forbidden", detail);
}

function isFromOurPages(headers: Headers): boolean {
  // No page can set it. It goes first: under our referrer policy a plain form of ours comes from the origin "null".
  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin" || site === "none";
  const origin = headers.get("origin");
  return origin === null || URL.parse(origin)?.host === headers.get("host");
}

/** The parsed body of a JSON request. Throws Problems 400, 413 and 415; reads no more than 256 KB. */
async function readJson(request: Request): Promise<unknown> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/(?:[\w.-]+\+)?json\b/i.test(type))
    throw new Problem(415, "Unsupported media type", "Send the body as application/json.");
  const text = await readText(request);
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem(
      400,
      "Invalid JSON",
      "The body is not valid JSON: check its quotes, commas and brackets.",
    );
  }
}

/** A JSON body of the given shape. Throws a 422 Problem that names every key that is missing, wrong or unknown. */
export async function readBody<T>(request: Request, shape: z.ZodType<T>): Promise<T> {
  const parsed = shape.safeParse(await readJson(request));
  if (parsed.success) return parsed.data;
  throw invalidInput(parsed.error.issues.flatMap(invalidFieldsOf));
}

/** A posted form of the given shape: a value is a text, or a list where its name came twice. Throws a 422 Problem as above. */
export async function readForm<T>(request: Request, shape: z.ZodType<T>): Promise<T> {
  const parsed = shape.safeParse(valuesOf(new URLSearchParams(await readText(request))));
  if (parsed.success) return parsed.data;
  throw invalidInput(parsed.error.issues.flatMap(invalidFieldsOf));
}

/** What an address asks for after its `?`, in the same form. */
export const searchOf = (request: Request) => valuesOf(new URL(request.url).searchParams);

function valuesOf(fields: URLSearchParams): Record<string, unknown> {
  const values = [...new Set(fields.keys())].map((name) => {
    const all = fields.getAll(name);
    return [name, all.length > 1 ? all : all[0]];
  });
  return Object.fromEntries(values);
}

/** What a page sends, with its JavaScript or as a plain form. Throws Problems as above. */
export const readFields = <T>(request: Request, shape: z.ZodType<T>): Promise<T> =>
  isFormPost(request) ? readForm(request, shape) : readBody(request, shape);

function invalidFieldsOf(issue: z.core.$ZodIssue): InvalidField[] {
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({
      type: "additional_property_not_allowed",
      field: "",
      description: `${key.slice(0, 60)} is not a key of this request`,
    }));
  return [{ type: issue.code, field: issue.path.join("."), description: issue.message }];
}

/** The body as text. Throws a 413 Problem as soon as more than 256 KB are announced or arrive. */
export async function readText(request: Request): Promise<string> {
  if (Number(request.headers.get("content-length")) > BODY_MAX_BYTES) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > BODY_MAX_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

const tooLarge = (): Problem =>
  new Problem(
    413,
    "Too large",
    `The body is larger than ${BODY_MAX_BYTES / 1024} KB, which is more than any input of this model may hold.`,
  );
