import { allowOrigin } from "./cors.ts";
import { escaped, htmlPage } from "./html-page.ts";
import { Problem } from "./problem.ts";
import { incident, problemPage, problemResponse } from "./problem-answer.ts";
import { handleWithToken, requireGoodToken } from "./tokens.ts";

type Handler<Context> = (request: Request, context: Context) => Promise<Response>;

/** Wraps routes whose problems are answered in a form of their own; a bug becomes a 500 with an id to ask about. */
export const routeWith =
  (answer: (problem: Problem, request: Request) => Response) =>
  <Context>(handle: Handler<Context>): Handler<Context> =>
  async (request, context) => {
    let origins: string[] = [];
    const respond = async () => {
      try {
        const token = await requireGoodToken(request.headers);
        origins = token?.origins ?? [];
        return await handleWithToken(token, () => handle(request, context));
      } catch (error) {
        return answer(error instanceof Problem ? error : incident(error), request);
      }
    };
    return allowOrigin(await respond(), request.headers, origins);
  };

/** Wraps a route: what it throws becomes an `application/problem+json` answer, or a page for whoever posted a plain form. */
export const route = routeWith((problem, request) =>
  isFormPost(request) ? problemPage(problem) : problemResponse(problem),
);

/** Whether a page whose JavaScript has not arrived sends this: its answer is for a person to read. */
export function isFormPost({ headers }: Pick<Request, "headers">): boolean {
  const type = headers.get("content-type") ?? "";
  if (type.startsWith("application/x-www-form-urlencoded")) return true;
  return isMultipart(type) && (headers.get("accept")?.includes("text/html") ?? false);
}

/** Whether a media type is that of a form with files. */
export const isMultipart = (type: string): boolean => /^multipart\/form-data\b/i.test(type);

/** A JSON answer that no cache keeps. */
export const json = (body: unknown, status = 200): Response =>
  Response.json(body, { status, headers: { "cache-control": "no-store" } });

/** A text that no cache keeps, and that no browser takes for anything else. */
export const plainText = (text: string): Response =>
  new Response(text, {
    headers: {
      "content-type": "text/plain; charset=utf-8",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });

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
