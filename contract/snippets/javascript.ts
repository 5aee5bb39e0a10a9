import type { JsonValue } from "../json.ts";
import { addressOf, referenceOf, type Snippet, TOKEN_VARIABLE } from "./call.ts";
import { escapeUnits, type LiteralSyntax, literal, quoted } from "./literal.ts";

const text = (value: string): string => quoted(value, escapeUnits);

const syntax: LiteralSyntax = {
  text,
  key: (name) => `${keyOf(name)}: `,
  number: (json) => json,
  words: { true: "true", false: "false", null: "null" },
  list: ["[", "]"],
  map: ["{", "}"],
  hasTrailingComma: true,
  indentation: "  ",
};

/** A bare `__proto__` would set an object's prototype, not a key. */
function keyOf(name: string): string {
  if (name === "__proto__") return '["__proto__"]';
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : text(name);
}

/** A value as JavaScript writes it. */
export const javascriptLiteral = (value: JsonValue, depth = 0): string =>
  literal(value, syntax, depth);

/** With Replicate's client for Node.js, pointed here. */
export const nodeClientSnippet: Snippet = (call) => {
  const auth = call.needsToken ? `\n  auth: process.env.${TOKEN_VARIABLE},` : "";
  return `import Replicate from "replicate";

const replicate = new Replicate({
  baseUrl: ${text(addressOf(call, "/v1"))},${auth}
  useFileOutput: false,
});

const output = await replicate.run(
  ${text(referenceOf(call))},
  {
    input: ${javascriptLiteral(call.input, 2)},
  },
);

console.log(${call.isWhole ? "output" : 'output.join("")'});
`;
};

/** With nothing but what Node.js brings. */
export const nodeFetchSnippet: Snippet = (call) => {
  const body = { version: referenceOf(call), input: call.input };
  const headers = call.needsToken
    ? `{
  authorization: \`Bearer \${process.env.${TOKEN_VARIABLE}}\`,
  "content-type": "application/json",
}`
    : '{ "content-type": "application/json" }';
  return `const headers = ${headers};
const body = ${javascriptLiteral(body)};

async function ask(url, init) {
  const answer = await fetch(url, { headers, ...init });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.detail);
  return said;
}

let prediction = await ask(${text(addressOf(call, "/v1/predictions"))}, {
  method: "POST",
  body: JSON.stringify(body),
});
while (["starting", "processing"].includes(prediction.status)) {
  await new Promise((resolve) => setTimeout(resolve, 500));
  prediction = await ask(prediction.urls.get);
}
if (prediction.status !== "succeeded") throw new Error(prediction.error ?? prediction.status);

console.log(prediction.${call.isWhole ? "output" : 'output.join("")'});
`;
};
