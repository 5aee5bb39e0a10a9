import MarkdownToJsx, { type MarkdownToJSX } from "markdown-to-jsx/react";
import type { ReactNode } from "react";
import { ScrollRegion } from "./scroll-region.tsx";

/**
 * Text in Markdown as a page shows it: HTML in it is text, links lead only to the web and to mail, and no picture is
 * fetched from anywhere. Headings begin below those of the page.
 */
export function Markdown({ text }: { text: string }) {
  return (
    <div className="prose">
      <MarkdownToJsx options={options}>{text}</MarkdownToJsx>
    </div>
  );
}

const options = {
  disableParsingRawHTML: true,
  forceBlock: true,
  wrapper: "div",
  overrides: {
    h1: { component: "h2" },
    h2: { component: "h3" },
    h3: { component: "h4" },
    h4: { component: "h5" },
    h5: { component: "h6" },
    a: Link,
    img: Picture,
    table: Table,
    pre: Code,
    input: Box,
  },
} satisfies MarkdownToJSX.Options;

function Link({ href, children }: { href?: string; children?: ReactNode }) {
  if (!href || !/^(https?:|mailto:|#)/i.test(href)) return <>{children}</>;
  return (
    <a href={href} rel="noopener noreferrer nofollow" className="link">
      {children}
    </a>
  );
}

/** Fetching it would tell its server who reads this. */
function Picture({ src, alt }: { src?: string; alt?: string }) {
  return (
    <Link
      {...(src ? { href: src } : {})}
    >{`Picture: ${alt || src || "without a description"}`}</Link>
  );
}

function Table({ children }: { children?: ReactNode }) {
  return (
    <ScrollRegion label="Table" className="overflow-x-auto">
      <table>{children}</table>
    </ScrollRegion>
  );
}

function Code({ children }: { children?: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <pre tabIndex={0}>{children}</pre>
  );
}

function Box({ checked }: { checked?: boolean }) {
  return <span>{checked ? "☑ " : "☐ "}</span>;
}
