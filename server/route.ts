import type { z } from "zod";
import type { InvalidField } from "#contract/inputs/check-input.ts";
import { escaped, htmlPage } from "./html-page.ts";
import { inPlainWords } from "./plain-words.ts";
import { invalidInput, Problem } from "./problem.ts";
import { incident, problemPage, problemResponse } from "./problem-answer.ts";
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
export function isFormPost({ headers }: Request): boolean {
  const type = headers.get("content-type") ?? "";
  if (type.startsWith("application/x-www-form-urlencoded")) return true;
  return isMultipart(type) && (headers.get("accept")?.includes("text/html") ?? false);
}

const isMultipart = (type: string): boolean => /^multipart\/form-data\b/i.test(type);

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

/** The parsed body of a JSON request. Throws Problems 400, 413 and 415. */
async function readJson(request: Request, bytesMax: number): Promise<unknown> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/(?:[\w.-]+\+)?json\b/i.test(type))
    throw new Problem(415, "Unsupported media type", "Send the body as application/json.");
  const text = await readText(request, bytesMax);
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

/** A JSON body of the given shape, of 256 KB at most unless more is let in. Throws a 422 Problem that names every key that is missing, wrong or unknown. */
export async function readBody<T>(
  request: Request,
  shape: z.ZodType<T>,
  bytesMax = BODY_MAX_BYTES,
): Promise<T> {
  const parsed = shape.safeParse(await readJson(request, bytesMax), { error: inPlainWords });
  if (parsed.success) return parsed.data;
  throw invalidInput(parsed.error.issues.flatMap(invalidFieldsOf));
}

/** The fields of a posted form, files among them where it may have some, of so many bytes together. Throws Problems as above. */
export async function readFormFields(
  request: Request,
  filesMaxBytes: number,
): Promise<FormData | URLSearchParams> {
  const type = request.headers.get("content-type") ?? "";
  return isMultipart(type)
    ? readMultipart(request, filesMaxBytes + BODY_MAX_BYTES)
    : new URLSearchParams(await readText(request));
}

/** A posted form of the given shape: a value is a text, or a list where its name came twice. Throws a 422 Problem as above. */
export async function readForm<T>(request: Request, shape: z.ZodType<T>): Promise<T> {
  const fields = valuesOf(new URLSearchParams(await readText(request)));
  const parsed = shape.safeParse(fields, { error: inPlainWords });
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

/** The body as text. Throws a 413 Problem as soon as more than that, or 256 KB, are announced or arrive. */
const readText = async (request: Request, bytesMax = BODY_MAX_BYTES): Promise<string> =>
  (await readBytes(request, bytesMax)).toString("utf8");

/** A form with files in it, as `multipart/form-data`. Throws Problems 413 as above, 415 and 422. */
export async function readMultipart(request: Request, bytesMax: number): Promise<FormData> {
  const type = request.headers.get("content-type") ?? "";
  if (!isMultipart(type))
    throw new Problem(415, "Unsupported media type", "Send the file as multipart/form-data.");
  const body = new Uint8Array(await readBytes(request, bytesMax));
  return new Response(body, { headers: { "content-type": type } }).formData().catch(() => {
    throw new Problem(422, "Invalid form", "The body is not a whole form: send the file again.");
  });
}

async function readBytes(request: Request, bytesMax: number): Promise<Buffer> {
  if (Number(request.headers.get("content-length")) > bytesMax) throw tooLarge(bytesMax);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > bytesMax) throw tooLarge(bytesMax);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const tooLarge = (bytesMax: number): Problem =>
  new Problem(
    413,
    "Too large",
    `The body is larger than ${bytesMax / 1024} KB, which is more than may be sent here: shorten it.`,
  );
