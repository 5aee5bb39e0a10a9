import { randomUUID } from "node:crypto";
import { Template } from "@huggingface/jinja";
import type { Segment } from "#server/inference/engine.ts";
import type { Runtime } from "../models/runtime.ts";
import { RequestError } from "./errors.ts";
import type { ChatRequest, CompletionRequest } from "./requests.ts";

/** A prompt in token ids; the first `common` are the template's own, the same for everybody. */
export type Prompt = { tokens: number[]; common: number };

/** Throws RequestError if it is empty or names tokens that there are not. */
export function readPrompt(runtime: Runtime, prompt: CompletionRequest["prompt"]): Prompt {
  if (typeof prompt === "string")
    return fromSegments(runtime, [{ kind: "template", text: prompt }]);
  const segments = prompt.filter((part) => typeof part !== "number");
  if (segments.length > 0) return fromSegments(runtime, segments);
  const tokens = prompt.filter((part) => typeof part === "number");
  if (tokens.every((id) => runtime.tokenizer.isId(id))) return { tokens, common: 0 };
  throw invalid("prompt: a token id lies outside the vocabulary.");
}

/**
 * Messages in the model's own chat template, up to where the assistant speaks. What the messages say is `text`: no message
 * can end its own turn. Throws RequestError.
 */
export function readMessages(runtime: Runtime, messages: ChatRequest["messages"]): Prompt {
  if (runtime.chatTemplate === null)
    throw invalid("messages: this model has no chat template; send a prompt to /v1/completions.");
  return fromSegments(runtime, renderChat(runtime.chatTemplate, runtime.specialTokens, messages));
}

function fromSegments({ tokenizer }: Runtime, segments: Segment[]): Prompt {
  const tokens = tokenizer.prompt(segments);
  if (tokens.length === 0) throw invalid("prompt: must not be empty.");
  const firstText = segments.findIndex(({ kind, text }) => kind === "text" && text !== "");
  // A prompt without a visitor's text is told apart by its salt alone.
  const common = firstText < 0 ? [] : tokenizer.prompt(segments.slice(0, firstText));
  return { tokens, common: common.length };
}

function renderChat(
  template: string,
  specialTokens: Record<string, string>,
  messages: ChatRequest["messages"],
): Segment[] {
  // Nobody can write it, so what stands between two of them is the template's.
  const mark = randomUUID();
  const marked = messages.map((message, index) => ({
    ...message,
    content: `${mark}${index}${mark}`,
  }));
  let text: string;
  try {
    const values = { ...specialTokens, messages: marked, add_generation_prompt: true };
    text = new Template(template).render(values);
  } catch {
    throw invalid(
      "messages: the model's chat template does not take them in this order or number.",
    );
  }
  return text.split(mark).flatMap((piece, index): Segment[] => {
    if (index % 2 === 0) return piece === "" ? [] : [{ kind: "template", text: piece }];
    return [{ kind: "text", text: messages[Number(piece)]?.content ?? "" }];
  });
}

function invalid(sentence: string): RequestError {
  return new RequestError("invalid_request_error", sentence);
}
