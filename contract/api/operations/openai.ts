import { z } from "zod";
import { chatCompletionObject, rawModelObject, textCompletionObject } from "../objects.ts";
import { chatRequest, completionRequest } from "../openai-request.ts";
import { JSON_BODY, type Operation, TOKEN } from "../operation.ts";

const group = "OpenAI's protocol";
const description =
  "For models whose owner allows raw prompts. Every request is stored as a prediction, whose id is in the header X-Vitrine-Prediction. With stream, the answer is server-sent events.";
const refuses = [400, 413, 415, 429, 500, 504];
const headers: Operation["headers"] = ["Idempotency-Key", "Cancel-After"];

export const openAiOperations: Operation[] = [
  {
    ...{ id: "openai-models", group, method: "GET", path: "/openai/v1/models" },
    summary: "List the models that take prompts",
    answer: {
      ...{ status: 200, description: "All of them." },
      schema: z.strictObject({ object: z.literal("list"), data: z.array(rawModelObject) }),
    },
    curl: `model=$(curl -s "$VITRINE/openai/v1/models" ${TOKEN} | cut -d '"' -f 10)
echo "$model"`,
  },
  {
    ...{ id: "openai-model", group, method: "GET", path: "/openai/v1/models/{owner}/{name}" },
    summary: "Read one of them",
    answer: { status: 200, description: "The model.", schema: rawModelObject },
    curl: `curl "$VITRINE/openai/v1/models/$model" ${TOKEN}`,
  },
  {
    ...{ id: "chat", group, method: "POST", path: "/openai/v1/chat/completions" },
    ...{ summary: "Answer a chat", description, headers },
    body: { schema: chatRequest },
    answer: { status: 200, description: "The answer.", schema: chatCompletionObject },
    refuses,
    curl: `curl "$VITRINE/openai/v1/chat/completions" ${TOKEN} ${JSON_BODY} \\
  -d "{\\"model\\": \\"$model\\", \\"messages\\": [{\\"role\\": \\"user\\", \\"content\\": \\"Name a color.\\"}]}"`,
  },
  {
    ...{ id: "complete", group, method: "POST", path: "/openai/v1/completions" },
    ...{ summary: "Complete a prompt", description, headers },
    body: { schema: completionRequest },
    answer: { status: 200, description: "The completion.", schema: textCompletionObject },
    refuses,
    curl: `curl "$VITRINE/openai/v1/completions" ${TOKEN} ${JSON_BODY} \\
  -d "{\\"model\\": \\"$model\\", \\"prompt\\": \\"The capital of France is\\", \\"max_tokens\\": 3}"`,
  },
];
