import type { Snippet, SnippetCall } from "./call.ts";
import { elixirSnippet } from "./elixir.ts";
import { nodeClientSnippet, nodeFetchSnippet } from "./javascript.ts";
import { pythonPlainSnippet, pythonSnippet } from "./python.ts";
import {
  cogSnippet,
  curlReadSnippet,
  curlSnippet,
  curlStreamSnippet,
  httpSnippet,
} from "./shell.ts";

type Part = {
  title: string;
  note?: string;
  /** Replicate's clients look for a token by themselves. */
  isClient?: boolean;
  snippet: Snippet;
};

type Language = { key: string; title: string; note?: string; parts: Part[] };

const strayToken =
  "It also sends what is in REPLICATE_API_TOKEN, and Vitrine refuses a token that it does not know: leave that variable unset.";

/** In the order in which they are offered; the first is shown where the address names none. */
const languages: Language[] = [
  {
    key: "http",
    title: "HTTP",
    note: "The answer is a prediction that has not begun; with a further line, Prefer: wait, it is one that has ended, unless that takes longer than 55 seconds. Read it again at its urls.get until its status is succeeded, failed or canceled.",
    parts: [{ title: "The request", snippet: httpSnippet }],
  },
  {
    key: "curl",
    title: "curl",
    parts: [
      { title: "Make a prediction", snippet: curlSnippet },
      {
        title: "Follow it while it is written",
        note: "Put the id from the answer into the variable id. Each event holds a piece of the output; the last one is done.",
        snippet: curlStreamSnippet,
      },
      {
        title: "Read it",
        note: "At any time, also long after it has ended.",
        snippet: curlReadSnippet,
      },
    ],
  },
  {
    key: "node",
    title: "Node.js",
    parts: [
      {
        title: "With Replicate’s client",
        note: "After npm install replicate, in a file whose name ends in .mjs.",
        isClient: true,
        snippet: nodeClientSnippet,
      },
      {
        title: "With fetch alone",
        note: "Node.js 18 or later, in a file whose name ends in .mjs.",
        snippet: nodeFetchSnippet,
      },
    ],
  },
  {
    key: "python",
    title: "Python",
    parts: [
      {
        title: "With Replicate’s client",
        note: 'After pip install "replicate<2". It prints the output as it comes.',
        isClient: true,
        snippet: pythonSnippet,
      },
      { title: "With Python alone", note: "Python 3.8 or later.", snippet: pythonPlainSnippet },
    ],
  },
  {
    key: "elixir",
    title: "Elixir",
    parts: [
      {
        title: "With Elixir alone",
        note: "Elixir 1.18 or later, which brings JSON; no package is needed.",
        snippet: elixirSnippet,
      },
    ],
  },
  {
    key: "cog",
    title: "Docker",
    note: "A model that is packed as a Cog container takes the same input, without Vitrine between: nothing is stored there, and it has no queue.",
    parts: [
      {
        title: "Ask a Cog container",
        note: "Start it with docker run --publish 5000:5000 and the name of its image.",
        snippet: cogSnippet,
      },
    ],
  },
];

/** The languages that there are snippets in. */
export const languageNames = languages.map(({ key, title }) => ({ key, title }));

/** The code of one language; of the first where there is none by that key. */
export function writeSnippets(key: string | undefined, call: SnippetCall) {
  const language = languages.find((known) => known.key === key) ?? languages[0];
  if (!language) throw new Error("there is always a first language");
  const parts = language.parts.map(({ title, note, isClient, snippet }) => {
    const warning = isClient && !call.needsToken ? strayToken : "";
    return { title, note: [note ?? "", warning].join(" ").trim(), code: snippet(call) };
  });
  return { key: language.key, note: language.note, parts };
}
