/** A text as it may stand in HTML. */
export const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => `&#${character.codePointAt(0)};`);

/** A small page from a place where React cannot render one; `body` is HTML. */
export function htmlPage(status: number, title: string, body: string[]): Response {
  const html = `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex"><title>${escaped(title)} · Vitrine</title><style>${STYLE}</style></head>
<body><main><h1>${escaped(title)}</h1>${body.join("\n")}</main></body></html>`;
  return new Response(html, {
    status,
    headers: {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "private, no-store",
      "x-robots-tag": "noindex, nofollow, noarchive",
      "referrer-policy": "no-referrer",
    },
  });
}

const STYLE = `body{font:1rem/1.6 ui-sans-serif,system-ui,sans-serif;margin:0;background:#f5f3ee;color:#1d1b18}
main{max-width:40rem;margin:0 auto;padding:6rem 1rem;overflow-wrap:anywhere}h1{font-weight:500;font-size:1.9rem;line-height:1.2}
a{color:inherit}@media(prefers-color-scheme:dark){body{background:#101318;color:#ebe8e1}}`;
