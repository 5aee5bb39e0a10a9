import { spawnSync } from "node:child_process";
import fs from "node:fs";
import vm from "node:vm";
import { expect, test } from "@playwright/test";
import fc from "fast-check";
import type { JsonValue } from "#contract/json.ts";
import { elixirLiteral } from "#contract/snippets/elixir.ts";
import { javascriptLiteral } from "#contract/snippets/javascript.ts";
import { readableJson } from "#contract/snippets/json.ts";
import { pythonLiteral } from "#contract/snippets/python.ts";
import { shellWord } from "#contract/snippets/shell.ts";

/** Texts that end a literal, or begin something in it, where they are not escaped. */
const HOSTILE = [
  ...[
    "",
    "'",
    '"',
    "`",
    "\\",
    "\\'",
    '\\"',
    "'\\''",
    '"""',
    "'''",
    "$(id)",
    "`id`",
    "$",
    "{x}",
    "#{x}",
  ],
  ...[
    "\\#{x}",
    "%{a: 1}",
    "\n",
    "\r\n",
    "\u2028\u2029\u0085",
    "</script>",
    "é",
    "e\u0301",
    "👩‍👩‍👧",
  ],
  ...[
    "\u202eabc",
    "\u0007\u001b[31m",
    "\u{e0001}",
    "\\u0041",
    "\\N{BULLET}",
    "a\\",
    "!!",
    "--",
    "*",
  ],
];

const text = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.string({ unit: "binary" }),
  fc.string({ unit: fc.constantFrom(...HOSTILE) }),
);
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.maxSafeInteger(),
  fc.constantFrom(0, 1e21, -1.5e-7, 5e-324, 1e300),
);
const { value } = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.oneof(text, number, fc.boolean(), fc.constant(null)),
    fc.array(tie("value"), { maxLength: 4 }),
    fc.dictionary(fc.oneof(text, fc.constant("__proto__")), tie("value"), { maxKeys: 4 }),
  ),
}));
/** As it comes from the wire: JSON knows no negative zero, and every object is a plain one. */
const sent = value.map((made): JsonValue => JSON.parse(JSON.stringify(made)));
const samples = (): JsonValue[] => [...HOSTILE, ...fc.sample(sent, 1_500)];

test("any value as JavaScript is that value again", () => {
  for (const sample of samples()) {
    const evaluated = vm.runInNewContext(`JSON.stringify(${javascriptLiteral(sample)})`);
    expect(evaluated).toBe(JSON.stringify(sample));
  }
});

test("any value as JSON is that value again, and holds no character that hides", () => {
  for (const sample of samples()) {
    const written = readableJson(sample);
    expect(JSON.stringify(JSON.parse(written))).toBe(JSON.stringify(sample));
    expect(written.replaceAll("\n", "")).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
  }
});

test("any value as Python is that value again", () => {
  test.skip(spawnSync("python3", ["--version"]).status !== 0, "there is no python3 here");
  const wanted = samples();
  const program = `import json\nfor value in [\n${wanted.map((sample) => pythonLiteral(sample)).join(",\n")}\n]: print(json.dumps(value))`;
  const { stdout, stderr } = spawnSync("python3", ["-"], { input: program, encoding: "utf8" });
  expect(stderr).toBe("");
  const got = stdout.trim().split("\n");
  expect(got.map((line) => JSON.parse(line))).toEqual(wanted);
});

test("any value as Elixir is that value again", () => {
  test.skip(spawnSync("elixir", ["--version"]).status !== 0, "there is no elixir here");
  const wanted = samples();
  const literals = wanted.map((sample) => elixirLiteral(sample)).join(",\n");
  // Elixir before 1.18 has no JSON: the terms are compared by what both sides can say, their text in base 64.
  const program = `defmodule Say do
  def say(nil), do: "null"
  def say(value) when is_boolean(value), do: to_string(value)
  def say(value) when is_number(value), do: "number:" <> Base.encode64(<<value * 1.0::float>>)
  def say(value) when is_binary(value), do: "text:" <> Base.encode64(value)
  def say(value) when is_list(value), do: "[" <> Enum.map_join(value, ",", &say/1) <> "]"
  def say(value) when is_map(value), do: "{" <> (value |> Enum.map(fn {k, v} -> say(k) <> say(v) end) |> Enum.sort() |> Enum.join(",")) <> "}"
end
for value <- [\n${literals}\n], do: IO.puts(Say.say(value))`;
  const file = test.info().outputPath("values.exs");
  fs.writeFileSync(file, program);
  const { stdout, stderr } = spawnSync("elixir", [file], { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(stdout.trim().split("\n")).toEqual(wanted.map(sayAsElixir));
});

function sayAsElixir(value: JsonValue): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return `text:${Buffer.from(value).toString("base64")}`;
  if (Array.isArray(value)) return `[${value.map(sayAsElixir).join(",")}]`;
  if (typeof value === "object") {
    const entries = Object.entries(value).map(
      ([name, item]) => sayAsElixir(name) + sayAsElixir(item),
    );
    return `{${entries.sort().join(",")}}`;
  }
  const bytes = Buffer.alloc(8);
  bytes.writeDoubleBE(value);
  return `number:${bytes.toString("base64")}`;
}

test("any text as a word of the shell is that text again", () => {
  test.skip(spawnSync("bash", ["--version"]).status !== 0, "there is no bash here");
  const texts = [...HOSTILE, ...fc.sample(text, 500)].map((sample) => sample.replaceAll("\0", ""));
  const script = texts.map((sample) => `printf '%s\\0' ${shellWord(sample)}`).join("\n");
  const { stdout } = spawnSync("bash", ["-s"], { input: script, encoding: "utf8" });
  expect(stdout.split("\0").slice(0, -1)).toEqual(
    texts.map((sample) => Buffer.from(sample).toString()),
  );
});
