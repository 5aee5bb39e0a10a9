import type { JsonValue } from "../json.ts";
import { addressOf, referenceOf, type Snippet, TOKEN_VARIABLE } from "./call.ts";
import { type LiteralSyntax, literal, quoted } from "./literal.ts";

const text = (value: string): string => quoted(value, escapeCodePoint);

const syntax: LiteralSyntax = {
  text,
  key: (name) => `${text(name)}: `,
  number: (json) => json,
  words: { true: "True", false: "False", null: "None" },
  list: ["[", "]"],
  map: ["{", "}"],
  hasTrailingComma: true,
  indentation: "    ",
};

function escapeCodePoint(character: string): string {
  const digits = (character.codePointAt(0) ?? 0).toString(16);
  return digits.length > 4 ? `\\U${digits.padStart(8, "0")}` : `\\u${digits.padStart(4, "0")}`;
}

/** A value as Python writes it. */
export const pythonLiteral = (value: JsonValue, depth = 0): string => literal(value, syntax, depth);

const STREAMED = `for chunk in output:
    print(chunk, end="", flush=True)
print()`;

/** With Replicate's client for Python, pointed here. */
export const pythonSnippet: Snippet = (call) => {
  const address = text(new URL(call.address).origin);
  const client = call.needsToken
    ? `client = replicate.Client(
    base_url=${address},
    api_token=os.environ["${TOKEN_VARIABLE}"],
)`
    : `client = replicate.Client(base_url=${address})`;
  return `${call.needsToken ? "import os\n\n" : ""}import replicate

${client}

output = client.run(
    ${text(referenceOf(call))},
    input=${pythonLiteral(call.input, 1)},
    use_file_output=False,
)

${call.isWhole ? "print(output)" : STREAMED}
`;
};

/** With nothing but what Python brings. */
export const pythonPlainSnippet: Snippet = (call) => {
  const body = { version: referenceOf(call), input: call.input };
  const token = call.needsToken
    ? `\n    "Authorization": f"Bearer {os.environ['${TOKEN_VARIABLE}']}",`
    : "";
  return `import json
${call.needsToken ? "import os\n" : ""}import time
import urllib.request

headers = {
    "Content-Type": "application/json",${token}
}
body = ${pythonLiteral(body)}


def ask(url, data=None):
    request = urllib.request.Request(url, data, headers)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


prediction = ask(
    ${text(addressOf(call, "/v1/predictions"))},
    json.dumps(body).encode(),
)
while prediction["status"] in ("starting", "processing"):
    time.sleep(0.5)
    prediction = ask(prediction["urls"]["get"])
if prediction["status"] != "succeeded":
    raise RuntimeError(prediction["error"] or prediction["status"])

print(${call.isWhole ? 'prediction["output"]' : '"".join(prediction["output"])'})
`;
};
