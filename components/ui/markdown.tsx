import type { ComponentProps } from "react";
import ReactMarkdown, { type ExtraProps } from "react-markdown";
import remarkGfm from "remark-gfm";
import { isLinkable, tidyTree } from "./markdown-tree.ts";

/**
 * Somebody's text in Markdown, below a page's own heading. HTML in it is left out, and nothing is fetched for it. For the
 * server alone: what reads Markdown is too heavy to send.
 */
export function Markdown({ text }: { text: string }) {
  return (
    <div className={look}>
      <ReactMarkdown
        skipHtml
        remarkPlugins={[remarkGfm]}
        rehypePlugins={[tidyTree]}
        urlTransform={(address) => (isLinkable(address) ? address : undefined)}
        components={{ pre: Code, table: Table }}
      >
        {text}
      </ReactMarkdown>
    </div>
  );
}

const look = [
  "max-w-[44rem] leading-relaxed break-words [&>*+*]:mt-4 [&>*:first-child]:mt-0",
  "[&_a]:underline [&_a]:decoration-edge [&_a]:decoration-1 [&_a]:underline-offset-4",
  "[&>h2]:mt-10 [&>h2]:text-2xl [&>h3]:mt-9 [&>h3]:text-xl [&>h4]:mt-7 [&>h4]:text-lg",
  "[&_:is(h2,h3,h4,h5,h6)]:scroll-mt-4 [&_:is(h2,h3,h4,h5,h6)]:font-medium [&_:is(h2,h3,h4)]:tracking-tight",
  "[&_ul]:list-disc [&_ol]:list-decimal [&_:is(ul,ol)]:pl-6 [&_li]:mt-1 [&_li>:is(ul,ol,p)]:mt-1",
  "[&_.contains-task-list]:list-none [&_.contains-task-list]:pl-0",
  "[&_blockquote]:border-l-2 [&_blockquote]:border-line [&_blockquote]:pl-4 [&_blockquote]:text-muted",
  "[&_hr]:border-line [&_:is(th,td)]:border-b [&_:is(th,td)]:border-line [&_:is(th,td)]:py-2 [&_:is(th,td)]:pr-6",
  "[&_th]:font-medium [&_:not(pre)>code]:rounded [&_:not(pre)>code]:bg-sunken [&_:not(pre)>code]:px-1",
  "[&_code]:font-mono [&_code]:text-[0.875em]",
].join(" ");

type NumberedProps<Tag extends "pre" | "table"> = ComponentProps<Tag> &
  ExtraProps & { "data-number"?: string };

function Code({ children, "data-number": number }: NumberedProps<"pre">) {
  return (
    <section
      aria-label={`Code ${number}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="max-h-[32rem] overflow-auto rounded-lg bg-sunken p-4"
    >
      <pre className="text-sm">{children}</pre>
    </section>
  );
}

function Table({ children, "data-number": number }: NumberedProps<"table">) {
  return (
    <section
      aria-label={`Table ${number}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="overflow-x-auto"
    >
      <table className="w-full text-left text-sm">{children}</table>
    </section>
  );
}
