import type { JsonValue } from "../json.ts";
import { addressOf, referenceOf, type Snippet, TOKEN_VARIABLE } from "./call.ts";
import { type LiteralSyntax, literal, quoted } from "./literal.ts";

/** `#{` would begin code; half a character is no text to Elixir, so it becomes what stands for what cannot be read. */
const text = (value: string): string =>
  quoted(value.replace(/\p{Surrogate}/gu, "\ufffd"), escapeCodePoint).replaceAll("#{", "\\#{");

const syntax: LiteralSyntax = {
  text,
  key: (name) => `${text(name)} => `,
  // A float has a point in Elixir, also before an exponent.
  number: (json) => json.replace(/^(-?\d+)e/, "$1.0e"),
  words: { true: "true", false: "false", null: "nil" },
  list: ["[", "]"],
  map: ["%{", "}"],
  hasTrailingComma: false,
  indentation: "  ",
};

const escapeCodePoint = (character: string): string =>
  `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** A value as Elixir writes it. */
export const elixirLiteral = (value: JsonValue, depth = 0): string => literal(value, syntax, depth);

/** With nothing but what Elixir 1.18 brings. */
export const elixirSnippet: Snippet = (call) => {
  const body = { version: referenceOf(call), input: call.input };
  const headers = call.needsToken
    ? `[{~c"authorization", ~c"Bearer #{System.fetch_env!("${TOKEN_VARIABLE}")}"}]`
    : "[]";
  return `{:ok, _} = Application.ensure_all_started([:inets, :ssl])

headers = ${headers}
body = ${elixirLiteral(body)}

ask = fn method, request ->
  {:ok, {{_, status, _}, _, answer}} = :httpc.request(method, request, [], body_format: :binary)
  said = JSON.decode!(answer)
  if status >= 400, do: raise(said["detail"])
  said
end

address = ${text(addressOf(call, "/v1/predictions"))}
made = ask.(:post, {address, headers, ~c"application/json", JSON.encode!(body)})

prediction =
  Stream.repeatedly(fn ->
    Process.sleep(500)
    ask.(:get, {made["urls"]["get"], headers})
  end)
  |> Enum.find(&(&1["status"] not in ["starting", "processing"]))

if prediction["status"] != "succeeded", do: raise(prediction["error"] || prediction["status"])

IO.puts(${call.isWhole ? 'prediction["output"]' : 'Enum.join(prediction["output"])'})
`;
};
