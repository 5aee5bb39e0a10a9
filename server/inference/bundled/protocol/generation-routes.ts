import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Engine } from "../engine.ts";
import type { Runtime } from "../models/runtime.ts";
import { RequestError } from "./errors.ts";
import { type GenerationRequest, generate, type OutputEnd, type OutputPiece } from "./generate.ts";
import { readJson, sendEvent, sendJson } from "./http.ts";
import { chatLogprobs, completionLogprobs } from "./logprobs.ts";
import { type Prompt, readMessages, readPrompt } from "./prompts.ts";
import { bodies, parseBody } from "./requests.ts";

/** What differs between OpenAI's two protocols: `part` is what a piece's choice holds, `whole` the full answer's. */
type Shape = {
  object: string;
  chunkObject: string;
  idPrefix: string;
  part(runtime: Runtime, piece: OutputPiece): Record<string, unknown>;
  whole(runtime: Runtime, piece: OutputPiece): Record<string, unknown>;
};

/** OpenAI's completions, with segments or token ids as prompts too. */
export async function postCompletions(
  engine: Engine,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = parseBody(bodies.completion, await readJson(request));
  const { prompt, logprobs, ...generation } = body;
  const part = (runtime: Runtime, piece: OutputPiece) => ({
    ...{ text: piece.text, tokens: piece.tokens },
    ...(logprobs === undefined
      ? {}
      : { logprobs: completionLogprobs(runtime, piece.samples, logprobs) }),
  });
  const shape = { object: "text_completion", chunkObject: "text_completion", idPrefix: "cmpl" };
  await answer(
    engine,
    response,
    generation,
    logprobs ?? null,
    (runtime) => readPrompt(runtime, prompt),
    {
      ...shape,
      part,
      whole: part,
    },
  );
}

/** OpenAI's chat completions, in the model's own chat template. */
export async function postChatCompletions(
  engine: Engine,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = parseBody(bodies.chat, await readJson(request));
  const { messages, logprobs, top_logprobs, n: _, max_completion_tokens, ...rest } = body;
  const generation = { ...rest, max_tokens: rest.max_tokens ?? max_completion_tokens };
  const count = logprobs ? (top_logprobs ?? 0) : null;
  const told = (runtime: Runtime, { samples }: OutputPiece) =>
    count === null ? {} : { logprobs: { content: chatLogprobs(runtime, samples, count) } };
  await answer(engine, response, generation, count, (runtime) => readMessages(runtime, messages), {
    object: "chat.completion",
    chunkObject: "chat.completion.chunk",
    idPrefix: "chatcmpl",
    part: (runtime, piece) => ({
      delta: { content: piece.text },
      tokens: piece.tokens,
      ...told(runtime, piece),
    }),
    whole: (runtime, piece) => ({
      message: { role: "assistant", content: piece.text },
      tokens: piece.tokens,
      ...told(runtime, piece),
    }),
  });
}

async function answer(
  engine: Engine,
  response: ServerResponse,
  request: GenerationRequest,
  logprobs: number | null,
  read: (runtime: Runtime) => Prompt,
  shape: Shape,
): Promise<void> {
  const signal = endOf(response, engine.stopSignal);
  const head = {
    id: `${shape.idPrefix}-${randomUUID()}`,
    created: Math.floor(Date.now() / 1000),
    model: request.model,
  };
  const send = (choices: unknown[], more: object = {}) =>
    sendEvent(response, { ...head, object: shape.chunkObject, choices, ...more });
  await engine.use(request.model, signal, async (runtime, loadMs) => {
    const pieces: OutputPiece[] = [];
    const onPiece = (piece: OutputPiece) => {
      if (request.stream) send([{ index: 0, ...shape.part(runtime, piece), finish_reason: null }]);
      else pieces.push(piece);
    };
    const watch = { logprobs, signal, onPiece, loadMs };
    const end = await generate(engine, runtime, request, read(runtime), watch);
    const { finish, ...told } = end;
    if (request.stream) return finishStream(response, send, shape.part(runtime, nothing), end);
    const choice = { index: 0, ...shape.whole(runtime, join(pieces)), finish_reason: finish };
    sendJson(response, 200, { ...head, object: shape.object, choices: [choice], ...told });
  });
}

const nothing: OutputPiece = { text: "", tokens: [], samples: [] };

function finishStream(
  response: ServerResponse,
  send: (choices: unknown[], more?: object) => void,
  empty: object,
  { finish, ...told }: OutputEnd,
): void {
  send([{ index: 0, ...empty, finish_reason: finish }]);
  send([], told);
  sendEvent(response, "[DONE]");
  response.end();
}

/** Aborts when the client leaves or the engine stops. */
function endOf(response: ServerResponse, stopSignal: AbortSignal): AbortSignal {
  const end = new AbortController();
  const onStop = () => end.abort(stopSignal.reason);
  stopSignal.addEventListener("abort", onStop);
  response.on("close", () => {
    stopSignal.removeEventListener("abort", onStop);
    end.abort(new RequestError("server_error", "The client left."));
  });
  return end.signal;
}

function join(pieces: OutputPiece[]): OutputPiece {
  return {
    text: pieces.map(({ text }) => text).join(""),
    tokens: pieces.flatMap(({ tokens }) => tokens),
    samples: pieces.flatMap(({ samples }) => samples),
  };
}
