import type { ExtraProps } from "react-markdown";

type Element = NonNullable<ExtraProps["node"]>;
type Child = Element["children"][number];
type Parent = { children: Child[] };

/** What ids and the links to them begin with, so that no text can take a name of the page's own. Remark's footnotes have it already. */
const prefix = "user-content-";

/** What has been met so far: headings by their slug, tables and blocks of code by number. */
type Counts = Map<string, number>;

/**
 * Makes a tree of Markdown fit into a page of ours: headings go one down and get ids, images become links to them, links
 * that lead to nothing here become text, and boxes of task lists become characters.
 */
export function tidyTree() {
  return (root: Parent): void => tidyChildren(root, new Map(), false);
}

function tidyChildren(parent: Parent, counts: Counts, isInLink: boolean): void {
  parent.children = parent.children.flatMap((child) => {
    if (child.type !== "element") return [child];
    tidyChildren(child, counts, isInLink || child.tagName === "a");
    return tidyElement(child, counts, isInLink);
  });
}

function tidyElement(element: Element, counts: Counts, isInLink: boolean): Child[] {
  switch (element.tagName) {
    case "a":
      return tidyLink(element);
    case "img":
      return [tidyImage(element, isInLink)];
    case "input":
      return [text(element.properties.checked ? "☑" : "☐")];
    case "table":
    case "pre":
      number(element, counts);
      return [element];
    default:
      if (/^h[1-6]$/.test(element.tagName)) tidyHeading(element, counts);
      return [element];
  }
}

function tidyHeading(heading: Element, counts: Counts): void {
  const level = Math.min(Number(heading.tagName.charAt(1)) + 1, 6);
  heading.tagName = `h${level}`;
  if (heading.properties.id) return;
  const slug = slugOf(textOf(heading));
  const seen = countUp(counts, `heading ${slug}`);
  heading.properties.id = `${prefix}${slug}${seen > 1 ? `-${seen - 1}` : ""}`;
}

/** As GitHub makes them: that is what a README's own links expect. */
const slugOf = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replace(/\s/g, "-");

function tidyLink(link: Element): Child[] {
  const href = String(link.properties.href ?? "");
  if (!isLinkable(href)) return link.children;
  if (!href.startsWith("#"))
    link.properties = { ...link.properties, rel: ["noopener", "noreferrer"] };
  else if (!href.startsWith(`#${prefix}`)) link.properties.href = `#${prefix}${href.slice(1)}`;
  return [link];
}

/** Nothing is fetched from elsewhere before the reader asks for it. */
function tidyImage({ properties }: Element, isInLink: boolean): Child {
  const address = String(properties.src ?? "");
  const alt = text(String(properties.alt || "Image"));
  if (isInLink || !/^https?:/i.test(address)) return alt;
  const link = { href: address, rel: ["noopener", "noreferrer"] };
  return { type: "element", tagName: "a", properties: link, children: [alt] };
}

/** Addresses that mean the same here as where the text was written. */
export const isLinkable = (href: string): boolean => /^(https?:|mailto:|#.)/i.test(href);

function number(element: Element, counts: Counts): void {
  element.properties.dataNumber = String(countUp(counts, element.tagName));
}

function countUp(counts: Counts, what: string): number {
  const count = (counts.get(what) ?? 0) + 1;
  counts.set(what, count);
  return count;
}

const text = (value: string): Child => ({ type: "text", value });

function textOf(node: Child): string {
  if (node.type === "text") return node.value;
  return node.type === "element" ? node.children.map(textOf).join("") : "";
}
