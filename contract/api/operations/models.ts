import { z } from "zod";
import { modelChanges, modelRequest } from "../model-request.ts";
import { hardwareObject, modelObject, pageOf, versionObject } from "../objects.ts";
import { JSON_BODY, type Operation, TOKEN } from "../operation.ts";
import { predictionObject } from "../prediction-object.ts";

const group = "Models";
const path = "/v1/models/{owner}/{name}";
const model = { status: 200, description: "The model.", schema: modelObject };
const body = [400, 413, 415];

export const modelOperations: Operation[] = [
  {
    ...{ id: "list-models", group, method: "GET", path: "/v1/models" },
    summary: "List the models",
    answer: { status: 200, description: "All of them.", schema: pageOf(modelObject) },
    curl: `curl "$VITRINE/v1/models" ${TOKEN}`,
  },
  {
    ...{ id: "search", group, method: "POST", path: "/v1/models/search" },
    summary: "Search the models",
    description:
      "Those that hold every word of the body, the most used first. Replicate's clients send it as `QUERY /v1/models`, which is the same.",
    body: { schema: z.string(), type: "text/plain" },
    answer: { status: 200, description: "Those found.", schema: pageOf(modelObject) },
    refuses: [413],
    curl: `curl -X QUERY "$VITRINE/v1/models" ${TOKEN} -H "Content-Type: text/plain" -d "honeycomb"`,
  },
  {
    ...{ id: "read-model", group, method: "GET", path },
    summary: "Read a model",
    answer: model,
    curl: `curl "$VITRINE/v1/models/vitrine/honeycomb-nlq" ${TOKEN}`,
  },
  {
    ...{ id: "readme", group, method: "GET", path: `${path}/readme` },
    summary: "Read its README",
    answer: {
      ...{ status: 200, description: "Markdown.", schema: z.string(), type: "text/plain" },
    },
    curl: `curl "$VITRINE/v1/models/vitrine/honeycomb-nlq/readme" ${TOKEN}`,
  },
  {
    ...{ id: "examples", group, method: "GET", path: `${path}/examples` },
    summary: "List its examples",
    answer: { status: 200, description: "Predictions.", schema: pageOf(predictionObject) },
    curl: `curl "$VITRINE/v1/models/vitrine/honeycomb-nlq/examples" ${TOKEN}`,
  },
  {
    ...{ id: "list-versions", group, method: "GET", path: `${path}/versions` },
    summary: "List its versions",
    answer: { status: 200, description: "Newest first.", schema: pageOf(versionObject) },
    curl: `version=$(curl -s "$VITRINE/v1/models/vitrine/honeycomb-nlq/versions" ${TOKEN} |
  grep -o '"id":"[0-9a-f]*"' | head -n 1 | cut -d '"' -f 4)
echo "$version"`,
  },
  {
    ...{ id: "read-version", group, method: "GET", path: `${path}/versions/{version}` },
    summary: "Read a version",
    description: "Its inputs as JSON Schema are at `openapi_schema.components.schemas.Input`.",
    answer: { status: 200, description: "The version.", schema: versionObject },
    curl: `curl "$VITRINE/v1/models/vitrine/honeycomb-nlq/versions/$version" ${TOKEN}`,
  },
  {
    ...{ id: "create-model", group, method: "POST", path: "/v1/models" },
    summary: "Make a model",
    description:
      "Under your own name, with a form of one field over weights that are here, to be made into what it is to be on its Settings page. For creators.",
    headers: ["Idempotency-Key"],
    body: { schema: modelRequest },
    answer: { status: 201, description: "The model.", schema: modelObject },
    refuses: [...body, 409],
    curl: `me=$(curl -s "$VITRINE/v1/account" ${TOKEN} | cut -d '"' -f 8)
curl "$VITRINE/v1/models" ${TOKEN} ${JSON_BODY} \\
  -d "{\\"owner\\": \\"$me\\", \\"name\\": \\"my-first\\", \\"visibility\\": \\"private\\", \\"hardware\\": \\"bundled\\"}"`,
  },
  {
    ...{ id: "change-model", group, method: "PATCH", path },
    summary: "Change a model",
    description:
      "Its visibility, the version that it shows, or what it says of itself; the last makes a new version. For whoever manages it.",
    body: { schema: modelChanges },
    ...{ answer: model, refuses: [...body, 409] },
    curl: `curl -X PATCH "$VITRINE/v1/models/$me/my-first" ${TOKEN} ${JSON_BODY} \\
  -d '{"description": "Answers briefly."}'`,
  },
  {
    ...{ id: "delete-version", group, method: "DELETE", path: `${path}/versions/{version}` },
    summary: "Delete a version",
    description: "One that its model does not show, with all that was run on it, for good.",
    answer: { status: 202, description: "It is deleted.", schema: null },
    refuses: [409],
    curl: `old=$(curl -s "$VITRINE/v1/models/$me/my-first/versions" ${TOKEN} |
  grep -o '"id":"[0-9a-f]*"' | tail -n 1 | cut -d '"' -f 4)
curl -X DELETE "$VITRINE/v1/models/$me/my-first/versions/$old" ${TOKEN}`,
  },
  {
    ...{ id: "delete-model", group, method: "DELETE", path },
    summary: "Delete a model",
    description: "A private one, with all that was run on it, for good.",
    answer: { status: 204, description: "It is deleted.", schema: null },
    refuses: [409],
    curl: `curl -X DELETE "$VITRINE/v1/models/$me/my-first" ${TOKEN}`,
  },
  {
    ...{ id: "hardware", group, method: "GET", path: "/v1/hardware" },
    summary: "List what models can run on",
    answer: {
      ...{ status: 200, description: "The engines here.", schema: z.array(hardwareObject) },
    },
    curl: `curl "$VITRINE/v1/hardware" ${TOKEN}`,
  },
];
