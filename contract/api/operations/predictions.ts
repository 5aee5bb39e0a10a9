import { z } from "zod";
import { pageOf } from "../objects.ts";
import { JSON_BODY, type Operation, TOKEN } from "../operation.ts";
import { predictionObject } from "../prediction-object.ts";
import { predictionRequest, versionedPredictionRequest } from "../prediction-request.ts";
import { predictionsQuery } from "../predictions-query.ts";

const group = "Predictions";
const headers: Operation["headers"] = ["Prefer", "Cancel-After", "Idempotency-Key"];
const made = { status: 201, description: "The prediction, as accepted.", schema: predictionObject };
const whole = { status: 200, description: "The prediction.", schema: predictionObject };

const question = `'{
  "nlq": "how many requests failed in the last hour",
  "cols": ["http.route", "http.status_code", "duration_ms"]
}'`;

export const predictionOperations: Operation[] = [
  {
    ...{ id: "run-a-model", group, method: "POST" },
    path: "/v1/models/{owner}/{name}/predictions",
    summary: "Run a model",
    description:
      "Makes a prediction with the model's current version. It is stored before anything runs, and goes on whatever becomes of this connection.",
    ...{
      headers,
      body: { schema: predictionRequest },
      answer: made,
      refuses: [400, 413, 415, 429],
    },
    curl: `input=${question}
curl "$VITRINE/v1/models/vitrine/honeycomb-nlq/predictions" ${TOKEN} ${JSON_BODY} \\
  -H "Prefer: wait" -d "{\\"input\\": $input}"`,
  },
  {
    ...{ id: "run-a-version", group, method: "POST", path: "/v1/predictions" },
    summary: "Run a version of a model",
    description: "The same with a version of your choice, which never changes.",
    headers,
    body: { schema: versionedPredictionRequest },
    ...{ answer: made, refuses: [400, 413, 415, 429] },
    curl: `id=$(curl -s "$VITRINE/v1/predictions" ${TOKEN} ${JSON_BODY} \\
  -d "{\\"version\\": \\"vitrine/honeycomb-nlq\\", \\"input\\": $input}" | cut -d '"' -f 4)
echo "$id"`,
  },
  {
    ...{ id: "follow", group, method: "GET", path: "/v1/predictions/{id}/stream" },
    summary: "Follow a prediction as it is written",
    description:
      "Server-sent events: `output` with plain text, `error` where it fails, and `done` at the end. Each has an id, to go on behind it. The address in `urls.stream` opens without a token for an hour at least.",
    headers: ["Last-Event-ID"],
    answer: {
      ...{ status: 200, description: "The events.", schema: z.string() },
      type: "text/event-stream",
    },
    refuses: [429],
    curl: `curl -N "$VITRINE/v1/predictions/$id/stream" ${TOKEN}`,
  },
  {
    ...{ id: "read", group, method: "GET", path: "/v1/predictions/{id}" },
    summary: "Read a prediction",
    answer: whole,
    curl: `curl "$VITRINE/v1/predictions/$id" ${TOKEN}`,
  },
  {
    ...{ id: "cancel", group, method: "POST", path: "/v1/predictions/{id}/cancel" },
    summary: "End a prediction",
    description:
      "What waits ends now, what runs within a second; what has ended stays as it is. For whoever made it, and whoever manages its model.",
    answer: whole,
    curl: `curl -X POST "$VITRINE/v1/predictions/$id/cancel" ${TOKEN}`,
  },
  {
    ...{ id: "list-predictions", group, method: "GET", path: "/v1/predictions" },
    summary: "List your predictions",
    description: "Newest first, a hundred a page; for the owner of this server, everybody's.",
    query: predictionsQuery,
    answer: {
      ...{ status: 200, description: "A page of them.", schema: pageOf(predictionObject) },
    },
    curl: `curl "$VITRINE/v1/predictions?source=api" ${TOKEN}`,
  },
  {
    ...{ id: "delete", group, method: "DELETE", path: "/v1/predictions/{id}" },
    summary: "Delete a prediction",
    description: "What was asked and answered, for everybody and for good.",
    answer: { status: 204, description: "It is deleted.", schema: null },
    refuses: [409],
    curl: `curl -X DELETE "$VITRINE/v1/predictions/$id" ${TOKEN}`,
  },
];
