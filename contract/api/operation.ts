import type { z } from "zod";

/** What one address of the API does, for its document and its reference page. */
export type Operation = {
  /** Unique; also the anchor on the reference page. */
  id: string;
  group: string;
  method: "GET" | "POST" | "PATCH" | "DELETE";
  /** With its variables in braces. */
  path: string;
  summary: string;
  description?: string;
  /** Headers of its own that it reads. */
  headers?: (keyof typeof HEADERS)[];
  query?: z.ZodObject;
  body?: { schema: z.ZodType; type?: string };
  answer: Answer;
  /** The statuses with which it refuses; those that every address may answer with are added to them. */
  refuses?: number[];
  /**
   * A command as a reader would type it, after VITRINE and VITRINE_API_TOKEN were set. Those of the whole page run one
   * after the other, and may use what an earlier one has set.
   */
  curl: string;
};

type Answer = {
  status: number;
  description: string;
  /** Null for one without a body. */
  schema: z.ZodType | null;
  type?: string;
};

/** What each header means that a request may carry. */
export const HEADERS = {
  Prefer:
    "`wait` or `wait=30`: to be answered at the end, or after so many seconds with what is a beginning.",
  "Cancel-After": "A time such as `30s` or `1m30s`, after which the prediction ends by itself.",
  "Idempotency-Key":
    "A name for the request, such as a random UUID. Sent again within a day, the same request makes nothing twice; another one is refused.",
  "Last-Event-ID": "The id of the last event that was read: the stream goes on behind it.",
} as const;

/** What most commands carry, the first on a line of its own. */
export const TOKEN = `\\\n  -H "Authorization: Bearer $VITRINE_API_TOKEN"`;
export const JSON_BODY = `-H "Content-Type: application/json"`;
