import { createParser } from "eventsource-parser";
import { EngineError } from "../engine.ts";

/** A stream that says nothing for so long is dead: a long prompt on a slow machine still takes less. */
const SILENCE_MAX_MS = 120_000;

export type StreamMessage = { event: string | undefined; data: string };

type Framing = { feed(text: string): void; end(): void };

/**
 * The messages of a streamed answer, as server-sent events (comments left out) or as lines of JSON. Throws EngineError
 * when the connection is lost or falls silent for two minutes, and the signal's reason when it is aborted.
 */
export async function* streamMessages(
  response: Response,
  framing: "sse" | "lines",
  signal: AbortSignal,
): AsyncIterable<StreamMessage> {
  if (!response.body) throw new EngineError("engine", "The engine sent no answer.");
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  const received: StreamMessage[] = [];
  const frames = framing === "sse" ? eventFrames(received) : lineFrames(received);
  const silence = watchSilence();
  try {
    for (;;) {
      const next = await Promise.race([reader.read(), silence.exceeded]);
      if (next.done) break;
      silence.reset();
      frames.feed(decoder.decode(next.value, { stream: true }));
      yield* received.splice(0);
    }
    frames.end();
    yield* received.splice(0);
  } catch (cause) {
    signal.throwIfAborted();
    if (cause instanceof EngineError) throw cause;
    throw new EngineError("network", "The connection to the engine was lost.");
  } finally {
    silence.stop();
    await reader.cancel().catch(() => {}); // the connection may be gone already
  }
}

function eventFrames(received: StreamMessage[]): Framing {
  const parser = createParser({ onEvent: ({ event, data }) => received.push({ event, data }) });
  // Some end without the empty line that completes their last event.
  return { feed: (text) => parser.feed(text), end: () => parser.feed("\n\n") };
}

function lineFrames(received: StreamMessage[]): Framing {
  let rest = "";
  const push = (line: string) => {
    if (line.trim() !== "") received.push({ event: undefined, data: line });
  };
  return {
    feed(text) {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      lines.forEach(push);
    },
    end: () => push(rest),
  };
}

function watchSilence() {
  let fail: (error: EngineError) => void = () => {};
  const exceeded = new Promise<never>((_resolve, reject) => {
    fail = reject;
  });
  exceeded.catch(() => {}); // may go off when nobody listens any more
  const sentence = `The engine said nothing for ${SILENCE_MAX_MS / 1000} seconds.`;
  const timer = setTimeout(() => fail(new EngineError("timeout", sentence)), SILENCE_MAX_MS);
  return { exceeded, reset: () => timer.refresh(), stop: () => clearTimeout(timer) };
}
