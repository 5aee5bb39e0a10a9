import { EngineError, type EngineErrorKind } from "../engine.ts";

const KIND_OF_STATUS: Record<number, EngineErrorKind> = {
  400: "bad_request",
  401: "auth",
  403: "auth",
  404: "model_not_found",
  409: "overloaded",
  413: "bad_request",
  422: "bad_request",
  429: "overloaded",
  502: "network",
  503: "starting",
  504: "network",
};

/** Words of TGI and of llama-server that say more than the status beside them. */
const STATUS_OF_TYPE: Record<string, number> = {
  validation: 422,
  overloaded: 429,
  unavailable_error: 503,
  not_found_error: 404,
};

/** How engines put that prompt and answer do not fit, where they have no word of its own for it. */
const TOO_LONG =
  /context length|context size|context window|max_seq_len|max_num_tokens|must have less than \d+ tokens|`inputs` tokens \+ `max_new_tokens`/i;

const MESSAGE_MAX = 500;

/**
 * Reads the body of a refusal in any of the engines' shapes: `{"error":{message,type,code}}`, the same without its
 * wrapping, `{"error":"text","error_type"}`, `{"detail":…}`, or a proxy's page.
 */
export function readEngineError(
  status: number,
  body: string,
  retryAfterMs: number | null,
): EngineError {
  const told = tellingOf(parseJson(body));
  const effective = status === STREAMING ? statusOf(told) : status;
  const sentence = (told.message ?? `HTTP ${effective}`).slice(0, MESSAGE_MAX);
  return new EngineError(kindOf(effective, told, sentence, retryAfterMs), sentence, retryAfterMs);
}

/** The status of an answer that had begun well. */
const STREAMING = 200;

const statusOf = ({ type, code }: Telling): number =>
  STATUS_OF_TYPE[type ?? ""] ?? (isStatus(code) ? code : 500);

function kindOf(
  status: number,
  { type }: Telling,
  sentence: string,
  retryAfterMs: number | null,
): EngineErrorKind {
  const isTooLong = type === "exceed_context_size_error" || TOO_LONG.test(sentence);
  const isTheRequests = status >= 400 && status < 500 && status !== 404;
  if (isTooLong && isTheRequests) return "context_overflow";
  if (status === 503 && retryAfterMs !== null) return "overloaded";
  return KIND_OF_STATUS[status] ?? "engine";
}

/** Whether a chunk of a stream is an error, in any of the same shapes. */
export function isErrorChunk(chunk: unknown): boolean {
  if (!isRecord(chunk)) return false;
  return (chunk.error !== undefined && chunk.error !== null) || chunk.object === "error";
}

type Telling = { message: string | null; type: string | null; code: number | null };

function tellingOf(body: unknown): Telling {
  if (!isRecord(body)) return { message: null, type: null, code: null };
  const { error, detail } = body;
  if (isRecord(error)) return fieldsOf(error);
  if (typeof error === "string") return { ...fieldsOf(body), message: error };
  if (detail !== undefined) return { message: textOf(detail), type: null, code: null };
  return fieldsOf(body);
}

const fieldsOf = (record: Record<string, unknown>): Telling => ({
  message: typeof record.message === "string" ? record.message : null,
  type: firstString(record.type, record.error_type),
  code: typeof record.code === "number" ? record.code : null,
});

const firstString = (...values: unknown[]): string | null =>
  values.find((value): value is string => typeof value === "string") ?? null;

const textOf = (detail: unknown): string =>
  typeof detail === "string" ? detail : JSON.stringify(detail);

const isStatus = (code: number | null): code is number =>
  code !== null && code >= 400 && code < 600;

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // a proxy's HTML, say
  }
}
