import type { ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { EngineFacts } from "./fake-engine-facts.ts";

/** How an answer goes wrong, if it does; `stays open` never says anything after its first piece. */
export type StreamFault =
  | "none"
  | "errors"
  | "overloaded"
  | "breaks off"
  | "is garbage"
  | "stays open"
  | "resets";

/** What is odd about an answer that is right all the same. */
export type StreamHabits = {
  pings: boolean;
  reasoning: boolean;
  /** It tells how many tokens it read and wrote. */
  usage: boolean;
  done: boolean;
  finish: "stop" | "length";
  /** How long it thinks about each piece. */
  gapMs: number;
};

type Send = (data: unknown) => void;

/** Streams these pieces in the engine's own shape. */
export async function streamAnswer(
  facts: EngineFacts,
  response: ServerResponse,
  pieces: string[],
  options: { fault: StreamFault; habits: StreamHabits; body: Record<string, unknown> },
): Promise<void> {
  const { fault, habits, body } = options;
  const isLines = facts.shape === "ollama";
  response.writeHead(200, {
    "content-type": isLines ? "application/x-ndjson" : "text/event-stream",
  });
  const send: Send = (data) => {
    const json = JSON.stringify(data);
    response.write(isLines ? `${json}\n` : `data: ${json}\n\n`);
  };
  const writer = writers[facts.shape];
  if (fault === "is garbage") {
    response.end("data: <html>nginx</html>\n\n");
    return;
  }
  for (const [index, text] of (fault === "none" ? pieces : pieces.slice(0, 1)).entries()) {
    if (habits.gapMs > 0) await sleep(habits.gapMs);
    sayOddThings(facts, habits, response, send);
    send(writer.piece(text, index, body));
  }
  if (fault !== "none") {
    endBadly(facts, response, send, fault);
    return;
  }
  for (const last of writer.end(pieces.length, habits, body)) send(last);
  response.end(habits.done && facts.shape === "completions" ? "data: [DONE]\n\n" : undefined);
}

/** What every client has to read over. */
function sayOddThings(
  facts: EngineFacts,
  habits: StreamHabits,
  response: ServerResponse,
  send: Send,
) {
  if (habits.pings && facts.shape !== "ollama") response.write(": ping\n\n");
  if (habits.reasoning && facts.shape === "completions")
    send({ choices: [{ index: 0, delta: { reasoning_content: "let me see" } }] });
}

function endBadly(facts: EngineFacts, response: ServerResponse, send: Send, fault: StreamFault) {
  if (fault === "stays open") return;
  if (fault === "resets") return void response.destroy();
  if (fault === "errors") send(facts.error(500, "out of memory", "server_error"));
  if (fault === "overloaded") send(facts.error(429, "too many requests", "overloaded"));
  response.end();
}

type Writer = {
  piece(text: string, index: number, body: Record<string, unknown>): unknown;
  end(count: number, habits: StreamHabits, body: Record<string, unknown>): unknown[];
};

const PROMPT_TOKENS = 3;

const writers: Record<EngineFacts["shape"], Writer> = {
  completions: {
    piece: (text, index, body) => ({
      ...{ id: "cmpl-1", object: "text_completion", created: 1, model: body.model },
      choices: [
        {
          ...{ index: 0, logprobs: null, finish_reason: null },
          ...(body.messages ? { delta: { content: text } } : { text }),
          ...(body.return_token_ids ? { token_ids: [index] } : {}),
          ...(body.lane ? { tokens: [index] } : {}),
        },
      ],
    }),
    end: (count, { usage, finish }) => [
      { id: "cmpl-1", choices: [{ index: 0, text: "", finish_reason: finish }] },
      ...(usage
        ? [
            {
              id: "cmpl-1",
              choices: [],
              usage: { prompt_tokens: PROMPT_TOKENS, completion_tokens: count },
            },
          ]
        : []),
    ],
  },
  tgi: {
    piece: (text, index) => ({
      ...{ index, token: { id: index, text, logprob: -0.1, special: false } },
      ...{ generated_text: null, details: null },
    }),
    end: (count, { finish }) => [
      {
        ...{ index: count, token: { id: 2, text: "<|im_end|>", logprob: -0.1, special: true } },
        generated_text: "all of it",
        details: {
          finish_reason: finish === "stop" ? "eos_token" : "length",
          ...{ generated_tokens: count, seed: 1, input_length: PROMPT_TOKENS },
        },
      },
    ],
  },
  ollama: {
    piece: (text, _index, body) => ({
      ...{ model: body.model, done: false },
      ...(body.messages ? { message: { role: "assistant", content: text } } : { response: text }),
    }),
    end: (count, { finish }, body) => [
      {
        ...{ model: body.model, response: "", done: true, done_reason: finish },
        ...{ prompt_eval_count: PROMPT_TOKENS, eval_count: count },
        ...{ load_duration: 1e6, prompt_eval_duration: 2e6, eval_duration: 3e6 },
      },
    ],
  },
};
