import { EngineError } from "../engine.ts";
import { readEngineError } from "./errors.ts";

/** An adapter as its engine knows it; TensorRT-LLM wants a number and a path with every request. */
export type EngineAdapter = { name: string; id?: number | undefined; path?: string | undefined };

/** Weights of ours, by their digest, that an engine has under a name of its own. */
type ServedModel = {
  weights: string;
  base: string;
  contextLength: number | null;
  /** By our adapter's digest or name. */
  adapters: Record<string, EngineAdapter>;
};

/** How an engine is reached. Without `models` it knows weights by our digests, as the bundled one does. */
export type Connection = {
  url: string;
  token: string | undefined;
  models?: ServedModel[] | undefined;
};

export type HttpCall = {
  path: string;
  method?: "GET" | "POST" | "PUT";
  body?: unknown;
  headers?: Record<string, string>;
};

const QUICK_TIMEOUT_MS = 5_000;

/** The JSON of a quick answer. Throws EngineError; one that takes 5 s counts as a hang. */
export async function call(connection: Connection, request: HttpCall): Promise<unknown> {
  const response = await send(connection, request, AbortSignal.timeout(QUICK_TIMEOUT_MS)).catch(
    (error: Error) => {
      if (error instanceof EngineError) throw error;
      throw new EngineError("timeout", "The engine takes too long to answer.");
    },
  );
  const text = await response.text().catch(() => "");
  try {
    return text === "" ? null : JSON.parse(text);
  } catch {
    return text; // vLLM says `Success: …`, and health routes say anything
  }
}

/** Sends a request; resolves with an answer that is fine so far. Throws EngineError, or the signal's reason. */
export async function send(
  connection: Connection,
  { path, body, headers, method = body === undefined ? "GET" : "POST" }: HttpCall,
  signal: AbortSignal,
): Promise<Response> {
  const response = await fetch(connection.url + path, {
    method,
    headers: { ...headersFor(connection), ...headers },
    body: body === undefined ? null : JSON.stringify(body),
    signal,
  }).catch((error: Error) => {
    signal.throwIfAborted();
    throw whyNoAnswer(error);
  });
  if (response.ok) return response;
  const text = await response.text().catch(() => "");
  throw readEngineError(response.status, text, retryAfterMs(response.headers));
}

const headersFor = ({ token }: Connection): Record<string, string> => ({
  "content-type": "application/json",
  ...(token ? { authorization: `Bearer ${token}` } : {}),
});

function whyNoAnswer(error: Error): EngineError {
  const code = (error.cause as NodeJS.ErrnoException | undefined)?.code;
  // Nobody listens: the request has not begun. After anything else it may have.
  if (code === "ECONNREFUSED" || code === "ENOTFOUND")
    return new EngineError("starting", "The engine does not answer.");
  if (code === "UND_ERR_HEADERS_TIMEOUT")
    return new EngineError("timeout", "The engine took the request and never answered.");
  return new EngineError("network", "The engine does not answer.");
}

function retryAfterMs(headers: Headers): number | null {
  const value = headers.get("retry-after");
  if (!value) return null;
  const seconds = Number(value);
  const ms = Number.isNaN(seconds) ? Date.parse(value) - Date.now() : seconds * 1000;
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}
