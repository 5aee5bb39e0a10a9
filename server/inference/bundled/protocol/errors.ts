import { BadGrammarError } from "#contract/regex/bad-grammar-error.ts";
import { BadWeightsError } from "#server/gguf/reader.ts";
import { log } from "../log.ts";
import { DeadEndError } from "../scheduling/dead-end.ts";
import { DecodeError, QueueFullError } from "../scheduling/jobs.ts";

const statuses = {
  invalid_request_error: 400,
  exceed_context_size_error: 400,
  authentication_error: 401,
  not_found_error: 404,
  request_too_large_error: 413,
  server_error: 500,
  unavailable_error: 503,
};

/** An error to answer with, in llama-server's words; `facts` join the error object. */
export class RequestError extends Error {
  readonly status: number;

  constructor(
    readonly type: keyof typeof statuses,
    message: string,
    readonly facts: Record<string, number> = {},
  ) {
    super(message);
    this.status = statuses[type];
  }

  /** llama-server's error body. */
  toBody(): { error: Record<string, unknown> } {
    return { error: { code: this.status, message: this.message, type: this.type, ...this.facts } };
  }
}

/** The one place where what was thrown becomes what is answered; a bug is logged and told without details. */
export function toRequestError(error: unknown): RequestError {
  if (error instanceof RequestError) return error;
  if (error instanceof BadGrammarError) {
    return new RequestError("invalid_request_error", error.message);
  }
  if (error instanceof BadWeightsError) {
    return new RequestError("invalid_request_error", error.message);
  }
  if (error instanceof DeadEndError) {
    const sentence =
      "The constraint leads nowhere: at one point it allows nothing more, not even an end.";
    return new RequestError("invalid_request_error", sentence);
  }
  if (error instanceof QueueFullError) {
    return new RequestError("unavailable_error", "Too many requests are waiting; try again soon.");
  }
  if (error instanceof DecodeError) {
    return new RequestError("server_error", `Generation failed: ${error.message}.`);
  }
  log("error", "bug", { message: error instanceof Error ? error.stack : typeof error });
  return new RequestError("server_error", "The engine met an unexpected error.");
}
