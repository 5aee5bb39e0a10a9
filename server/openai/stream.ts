import type { Prediction } from "#contract/prediction.ts";
import type { Viewer } from "#server/access.ts";
import { streamPrediction } from "#server/inference/stream.ts";
import { getPrediction } from "#server/predictions.ts";
import { streamResponse } from "#server/server-sent-events.ts";
import { envelope, type Protocol, usageOf } from "./answers.ts";

type Call = { protocol: Protocol; model: string; includesUsage: boolean; viewer: Viewer };

/** A prediction as it is written, in the pieces in which OpenAI's API sends one. It goes on though its reader leaves. */
export const completionStream = (
  prediction: Prediction,
  call: Call,
  asker: AbortSignal,
): Response => streamResponse((signal) => pieces(prediction, call, signal), asker);

async function* pieces(
  prediction: Prediction,
  call: Call,
  signal: AbortSignal,
): AsyncGenerator<string> {
  const write = writerFor(prediction, call);
  if (call.protocol === "chat") yield write({ delta: { role: "assistant", content: "" } });
  for await (const event of streamPrediction(prediction.id, 0, signal)) {
    if (event.type === "output") yield write(saidIn(call.protocol, event.text));
    else if (event.type === "heartbeat") yield ": alive\n\n";
    else if (event.type === "error") return yield failure(event.detail);
    else if (event.reason === "canceled") return yield failure("It was canceled.");
    else yield* end(await getPrediction(prediction.id, call.viewer), call);
  }
}

const saidIn = (protocol: Protocol, text: string) =>
  protocol === "chat" ? { delta: { content: text } } : { text };

/** Writes what every piece has around what is its own. */
function writerFor(prediction: Prediction, { protocol, model, includesUsage }: Call) {
  const common = {
    ...envelope(prediction, protocol, model),
    object: protocol === "chat" ? "chat.completion.chunk" : "text_completion",
    // It is there in every piece where it was asked for, and has a value in the last.
    ...(includesUsage ? { usage: null } : {}),
  };
  return (said: object | null, more: { finish_reason?: string; usage?: object } = {}): string => {
    const { finish_reason = null, usage } = more;
    const choice = { index: 0, ...said, logprobs: null, finish_reason };
    return encode({ ...common, choices: said ? [choice] : [], ...(usage ? { usage } : {}) });
  };
}

function* end(ended: Prediction, call: Call): Generator<string> {
  const write = writerFor(ended, call);
  const finish_reason = ended.finish_reason ?? "stop";
  yield write(call.protocol === "chat" ? { delta: {} } : { text: "" }, { finish_reason });
  if (call.includesUsage) yield write(null, { usage: usageOf(ended) });
  yield "data: [DONE]\n\n";
}

const encode = (piece: unknown): string => `data: ${JSON.stringify(piece)}\n\n`;

const failure = (message: string): string =>
  encode({ error: { message, type: "server_error", param: null, code: null } });
