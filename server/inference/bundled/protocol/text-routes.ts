import type { IncomingMessage, ServerResponse } from "node:http";
import type { Segment } from "#server/inference/engine.ts";
import type { Engine } from "../engine.ts";
import { RequestError } from "./errors.ts";
import { readJson, sendJson } from "./http.ts";
import { bodies, parseBody } from "./requests.ts";

/** llama-server's, with segments too; nothing in a plain text is a special token unless `parse_special` says so. */
export async function postTokenize(
  engine: Engine,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = parseBody(bodies.tokenize, await readJson(request));
  const { content } = body;
  const kind = body.parse_special ? ("template" as const) : ("text" as const);
  const segments: Segment[] = typeof content === "string" ? [{ kind, text: content }] : content;
  const isPrompt = typeof content !== "string" || body.add_special;
  await engine.use(body.model, engine.stopSignal, async ({ tokenizer }) => {
    const ids = isPrompt ? tokenizer.prompt(segments) : tokenizer.pieces(segments);
    sendJson(response, 200, { tokens: body.with_pieces ? tokenizer.withPieces(ids) : ids });
  });
}

export async function postDetokenize(
  engine: Engine,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { model, tokens } = parseBody(bodies.detokenize, await readJson(request));
  await engine.use(model, engine.stopSignal, async ({ tokenizer }) => {
    if (!tokens.every((id) => tokenizer.isId(id)))
      throw new RequestError(
        "invalid_request_error",
        "tokens: a token id lies outside the vocabulary.",
      );
    sendJson(response, 200, { content: tokenizer.text(tokens, true) });
  });
}
