import { openAiProblem } from "#server/openai/problem-answer.ts";
import { noSuchAddress } from "#server/problem.ts";
import { routeWith } from "#server/route.ts";

/** As under `/v1`, in OpenAI's form. */
const refuse = routeWith(openAiProblem)(async () => {
  throw noSuchAddress();
});

export { refuse as DELETE, refuse as GET, refuse as PATCH, refuse as POST, refuse as PUT };
