import { htmlPage } from "#server/html-page.ts";

const TOO_MANY = 429;

/** The one answer for a link that was revoked, has expired, or never was. */
export function closedSharePage(status: number): Response {
  if (status !== TOO_MANY)
    return htmlPage(status, "This link opens nothing", [
      "<p>It may be mistyped, or it was only good for a while. Ask whoever sent it for a new one.</p>",
      '<p><a href="/">See all models</a></p>',
    ]);
  const page = htmlPage(status, "Too many links that open nothing", [
    "<p>Wait a minute, then try again.</p>",
  ]);
  page.headers.set("retry-after", "60");
  return page;
}
