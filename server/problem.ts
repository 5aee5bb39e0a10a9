import type { InvalidField } from "#contract/inputs/check-input.ts";

/**
 * An expected refusal: becomes an `application/problem+json` answer (RFC 9457, with Replicate's `invalid_fields`).
 * `detail` is a sentence for a person; it never holds a path, a query or a secret.
 */
export class Problem extends Error {
  readonly status: number;
  readonly title: string;
  readonly invalidFields: InvalidField[];
  readonly retryAfterSeconds: number | null;

  constructor(
    status: number,
    title: string,
    detail: string,
    extra: { invalidFields?: InvalidField[]; retryAfterSeconds?: number } = {},
  ) {
    super(detail);
    this.name = "Problem";
    this.status = status;
    this.title = title;
    this.invalidFields = extra.invalidFields ?? [];
    this.retryAfterSeconds = extra.retryAfterSeconds ?? null;
  }
}

/** The one answer for what does not exist and for what the asker has no right to. */
export const notFound = (): Problem =>
  new Problem(404, "Not found", "There is nothing at this address, or it is not shared with you.");

/** The answer at an address that the API does not have, for anybody. */
export const noSuchAddress = (): Problem =>
  new Problem(
    404,
    "Not found",
    "The API has no such address: those that it has are listed at /api.",
  );

/** A 422 that lists every wrong field, one `- field: description` line each, as Replicate's clients print it. */
export function invalidInput(invalidFields: InvalidField[]): Problem {
  const lines = invalidFields.map(({ field, description }) => `- ${field}: ${description}\n`);
  return new Problem(422, "Input validation failed", lines.join(""), { invalidFields });
}
