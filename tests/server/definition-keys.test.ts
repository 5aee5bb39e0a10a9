import fs from "node:fs";
import path from "node:path";
import { expect, test } from "@playwright/test";
import { type DefinitionFiles, readDefinitionFiles } from "#server/definition-folder.ts";

const SHIPPED = path.join(import.meta.dirname, "../../models/text-to-sql");
const read = (file: string) => fs.readFileSync(path.join(SHIPPED, file), "utf8");

const MESSAGES = `- role: system
  content: You write SQL.
- role: user
  content: |-
    {{ question }}
    Tables: {{ tables }}
`;

/** The shipped model's texts, with messages for its prompt. */
const chat = (messages = MESSAGES, yaml = (text: string) => text): DefinitionFiles => ({
  "model.yaml": yaml(
    read("model.yaml").replace("  contextLength:", "  chatFormat: chatml\n  contextLength:"),
  ),
  "prompt.yaml": messages,
  "examples.json": read("examples.json"),
});

const complaint = (files: DefinitionFiles): string => {
  try {
    readDefinitionFiles(files);
  } catch (error) {
    return String(error);
  }
  return "none";
};

const insert = (text: string) => chat(MESSAGES, (yaml) => `${yaml}${text}`);

test("a prompt can be messages in a file of their own", () => {
  expect(readDefinitionFiles(chat()).definition.prompt).toEqual([
    { role: "system", content: "You write SQL." },
    { role: "user", content: "{{ question }}\nTables: {{ tables }}" },
  ]);
});

const FIRST = "- role: user\n  content: a\n";
const MISTAKES: [what: string, files: DefinitionFiles, says: RegExp][] = [
  [
    "two prompts",
    { ...chat(), "prompt.liquid": "a" },
    /prompt\.yaml: stands beside prompt\.liquid.*remove one/,
  ],
  ["no prompt", { ...chat(), "prompt.yaml": "" }, /prompt\.yaml: is missing or empty/],
  ["messages that are none", chat("role: user"), /prompt\.yaml:1: is no list of messages/],
  [
    "a role that there is not",
    chat(`${FIRST}- role: robot\n  content: b\n`),
    /prompt\.yaml:3: 1\.role: has to be system, user or assistant/,
  ],
  ["an unknown key", chat(`${FIRST}  name: x\n`), /prompt\.yaml:3: 0\.name: is no key known here/],
  ["a message without content", chat("- role: user\n"), /prompt\.yaml:1: 0\.content: is missing/],
  [
    "a late system message",
    chat(`${FIRST}- role: system\n  content: b\n`),
    /prompt\.yaml:3: 1\.role: is system, which can only be the first/,
  ],
  ["two of one role", chat(FIRST + FIRST), /prompt\.yaml:3: 1\.role: is user twice in a row/],
  [
    "an answer at the end",
    chat(`${FIRST}- role: assistant\n  content: b\n`),
    /prompt\.yaml:3: 1\.role: is assistant at the end/,
  ],
  [
    "a template with a mistake",
    chat(FIRST.replace(": a", ': "{{ colour }}"')),
    /prompt\.yaml: example 1: message 1, line 1: undefined variable: colour/,
  ],
  [
    "a template that YAML takes for something else",
    chat(FIRST.replace(": a", ": {{ question }}")),
    /prompt\.yaml:2: 0\.content: is no text: put it in quotes/,
  ],
  [
    "messages for weights that name no form of chat",
    chat(MESSAGES, (yaml) => yaml.replace("  chatFormat: chatml\n", "")),
    /model\.yaml:\d+: weights\.chatFormat: is missing \(has to say in which form/,
  ],
  [
    "a link that is none",
    insert("links: {paper: arxiv}\n"),
    /model\.yaml:\d+: links\.paper: is no web address/,
  ],
  [
    "a link that runs a script",
    insert('links: {website: "javascript:alert(1)"}\n'),
    /links\.website: is no web address/,
  ],
  ["a limit of nothing", insert("limits: {visitorPerHour: 0}\n"), /limits\.visitorPerHour: /],
  ["a limit that is none", insert("limits: {perDay: 3}\n"), /limits\.perDay: is no key known/],
  [
    "no such visibility",
    insert("visibility: secret\n"),
    /visibility: has to be public, unlisted or private/,
  ],
  [
    "examples that are no JSON",
    { ...chat(), "examples.json": '[\n  {"input": }\n]' },
    /examples\.json(:2)?: is not valid JSON/,
  ],
  [
    "examples that are no list",
    { ...chat(), "examples.json": "{}" },
    /examples\.json:1: the whole: /,
  ],
  ["no example at all", { ...chat(), "examples.json": "[]" }, /examples\.json:1: the whole: /],
  [
    "an example without inputs",
    { ...chat(), "examples.json": '[\n  {"title": "One"}\n]' },
    /examples\.json:2: 0\.input: is missing/,
  ],
  [
    "an example that the form would refuse",
    { ...chat(), "examples.json": '[\n  {"input": {\n    "question": 5\n  }}\n]' },
    /examples\.json:3: 0\.input\.question: must be text/,
  ],
  [
    "an example with an input that there is not",
    {
      ...chat(),
      "examples.json": '[\n  {"input": {\n    "question": "a", "colour": "red"\n  }}\n]',
    },
    /examples\.json:2: 0\.input: .*colour/,
  ],
  ["retention by half days", insert("retentionDays: 0.5\n"), /retentionDays: /],
];

for (const [what, files, says] of MISTAKES)
  test(`${what}: the complaint says where it is and what would be right`, () => {
    expect(complaint(files)).toMatch(says);
  });

/** The shipped model's inputs and one more. */
const withInput = (input: string) =>
  chat(MESSAGES, (yaml) => yaml.replace("output:", `  - ${input}\noutput:`));

const WRONG_INPUTS: [input: string, says: RegExp][] = [
  [
    "{name: c, type: choice, title: C, options: [red, green]}",
    /inputs\.2\.options\.0: is no option: write \{value: …\}/,
  ],
  ["{name: f, type: file, title: F}", /inputs\.2\.type: is file, whose text .*say by maxLength/],
  ["{name: f, type: secret, title: F}", /inputs\.2\.type: is secret, which only a container/],
  ["{name: f, type: image, title: F}", /inputs\.2\.type: is image, which takes an engine/],
  [
    "{name: f, type: file, title: F, maxLength: 1, default: 'data:text/plain;base64,YWI='}",
    /inputs\.2\.default: has 2 characters; at most 1 are allowed/,
  ],
  [
    "{name: t, type: number, title: T, sets: temperature, maximum: 1}",
    /inputs\.2\.minimum: is missing \(has to say how far visitors may change temperature/,
  ],
  [
    "{name: t, type: number, title: T, sets: temperature, minimum: 0, maximum: 5}",
    /inputs\.2\.maximum: is no temperature: /,
  ],
  ["{name: t, type: integer, title: T, sets: temperature}", /inputs\.2\.sets: /],
  ["{name: t, type: text, title: T, maxLength: 5, sets: seed}", /inputs\.2\.sets: is no key/],
  [
    "{name: a, type: integer, title: A, sets: topK, minimum: 0, maximum: 9}\n  - {name: b, type: integer, title: B, sets: topK, minimum: 0, maximum: 9}",
    /inputs\.3\.sets: is set by a already/,
  ],
];

for (const [input, says] of WRONG_INPUTS)
  test(`an input that cannot be is refused with its line: ${input.slice(0, 70)}`, () => {
    expect(complaint(withInput(input))).toMatch(says);
  });

test("a container takes any file, whose text has no length", () => {
  const form = "inputs: [{name: f, type: file, title: F, maxLength: 5}]\n";
  const yaml = chat()["model.yaml"] ?? "";
  const files = {
    ...{ "examples.json": '[{"input": {"f": "data:text/plain;base64,YQ=="}}]' },
    "model.yaml": yaml
      .replace("chatFormat: chatml", "chatFormat: inputs")
      .replace(/^inputs:\n(?:[ -].*\n)+/m, form)
      .replace(/^output:\n(?:[ -].*\n)+/m, "output: {kind: text}\n")
      .replace(/^ {2}sha256: .*\n/m, "")
      .replace(/^ {2}sources:\n(?: {4}.*\n)+/m, ""),
  };
  expect(complaint(files)).toMatch(/inputs\.0\.maxLength: is for a file's text in a prompt/);
});
