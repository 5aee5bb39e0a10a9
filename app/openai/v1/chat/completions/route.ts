import { complete } from "#app/openai/v1/complete.ts";
import { chatRequest } from "#contract/api/openai-request.ts";
import { openAiProblem } from "#server/openai/problem-answer.ts";
import { routeWith } from "#server/route.ts";

export const POST = routeWith(openAiProblem)((request) => complete(request, chatRequest));
