import { addressOf, referenceOf, type Snippet, type SnippetCall, TOKEN_VARIABLE } from "./call.ts";
import { readableJson } from "./json.ts";

/** A text as one word of a POSIX shell, in which nothing means anything; NUL, which no word can hold, is not for this. */
export const shellWord = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** Makes a prediction; its answer holds the id. */
export const curlSnippet: Snippet = (call) =>
  `curl --silent --show-error ${shellWord(addressOf(call, "/v1/predictions"))} \\
${tokenOf(call)}  --header 'Content-Type: application/json' \\
  --data-binary ${shellWord(bodyOf(call))}
`;

/** Writes out a prediction whose id is in the variable `id`, as it comes about. */
export const curlStreamSnippet: Snippet = (call) => readOne(call, "curl -N", "/stream");

/** Reads a prediction whose id is in the variable `id`. */
export const curlReadSnippet: Snippet = (call) => readOne(call, "curl --silent --show-error", "");

/** Asks a Cog container on this machine for the same. */
export const cogSnippet: Snippet = ({ input }) =>
  `curl --silent --show-error http://localhost:5000/predictions \\
  --header 'Content-Type: application/json' \\
  --data-binary ${shellWord(readableJson({ input }))}
`;

/** The request itself, line by line. */
export const httpSnippet: Snippet = (call) => {
  const { host } = new URL(call.address);
  const body = bodyOf(call);
  const token = call.needsToken ? `Authorization: Bearer $${TOKEN_VARIABLE}\n` : "";
  return `POST /v1/predictions HTTP/1.1
Host: ${host}
${token}Content-Type: application/json
Content-Length: ${new TextEncoder().encode(body).length}
Connection: close

${body}`;
};

const bodyOf = (call: SnippetCall): string =>
  readableJson({ version: referenceOf(call), input: call.input });

const tokenOf = ({ needsToken }: SnippetCall): string =>
  needsToken ? `  --header "Authorization: Bearer $${TOKEN_VARIABLE}" \\\n` : "";

function readOne(call: SnippetCall, command: string, end: string): string {
  const address = `"${addressOf(call, "/v1/predictions/")}$id${end}"`;
  return `${command} ${call.needsToken ? `\\\n${tokenOf(call)}  ` : ""}${address}\n`;
}
