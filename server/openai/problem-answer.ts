import type { Problem } from "#server/problem.ts";

const TYPES: Record<number, string> = {
  401: "authentication_error",
  403: "permission_error",
  404: "not_found_error",
  429: "rate_limit_error",
};

/** A problem in the shape in which OpenAI's clients look for one. They know no 422. */
export function openAiProblem({ status, message, ...problem }: Problem): Response {
  const [field] = problem.invalidFields;
  const type = TYPES[status] ?? (status >= 500 ? "server_error" : "invalid_request_error");
  const error = { message, type, param: field?.field || null, code: field?.type ?? null };
  const retryAfter = problem.retryAfterSeconds;
  return Response.json(
    { error },
    {
      status: status === 422 ? 400 : status,
      headers: {
        "cache-control": "no-store",
        // OpenAI's clients ask again after these by themselves, which would make another prediction.
        ...(status === 500 || status === 504 ? { "x-should-retry": "false" } : {}),
        ...(retryAfter === null ? {} : { "retry-after": String(retryAfter) }),
      },
    },
  );
}
