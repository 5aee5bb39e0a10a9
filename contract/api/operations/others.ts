import { z } from "zod";
import { deploymentChanges, deploymentRequest } from "../deployment-request.ts";
import {
  accountObject,
  deploymentObject,
  fileObject,
  pageOf,
  releaseObject,
  secretObject,
} from "../objects.ts";
import { JSON_BODY, type Operation, TOKEN } from "../operation.ts";
import { predictionObject } from "../prediction-object.ts";
import { predictionRequest } from "../prediction-request.ts";

const body = [400, 413, 415];
const path = "/v1/deployments/{owner}/{name}";
const deployment = { status: 200, description: "The deployment.", schema: deploymentObject };

export const deploymentOperations: Operation[] = [
  {
    ...{ id: "create-deployment", group: "Deployments", method: "POST", path: "/v1/deployments" },
    summary: "Make a deployment",
    description:
      "A name under which programs run one version of a model, whatever its model shows by now.",
    headers: ["Idempotency-Key"],
    body: { schema: deploymentRequest },
    answer: { ...deployment, status: 201 },
    refuses: [...body, 409],
    curl: `curl "$VITRINE/v1/deployments" ${TOKEN} ${JSON_BODY} \\
  -d "{\\"name\\": \\"stable\\", \\"model\\": \\"vitrine/honeycomb-nlq\\", \\"version\\": \\"$version\\",
       \\"hardware\\": \\"bundled\\", \\"min_instances\\": 0, \\"max_instances\\": 1}"`,
  },
  {
    ...{ id: "list-deployments", group: "Deployments", method: "GET", path: "/v1/deployments" },
    summary: "List your deployments",
    answer: { status: 200, description: "All of them.", schema: pageOf(deploymentObject) },
    curl: `curl "$VITRINE/v1/deployments" ${TOKEN}`,
  },
  {
    ...{ id: "read-deployment", group: "Deployments", method: "GET", path },
    ...{ summary: "Read a deployment", answer: deployment },
    curl: `curl "$VITRINE/v1/deployments/$me/stable" ${TOKEN}`,
  },
  {
    ...{ id: "run-deployment", group: "Deployments", method: "POST", path: `${path}/predictions` },
    summary: "Run a deployment",
    headers: ["Prefer", "Cancel-After", "Idempotency-Key"],
    body: { schema: predictionRequest },
    answer: { status: 201, description: "The prediction.", schema: predictionObject },
    refuses: [...body, 429],
    curl: `curl "$VITRINE/v1/deployments/$me/stable/predictions" ${TOKEN} ${JSON_BODY} \\
  -H "Prefer: wait" -d "{\\"input\\": $input}"`,
  },
  {
    ...{ id: "release", group: "Deployments", method: "PATCH", path },
    summary: "Release another version, or roll back",
    body: { schema: deploymentChanges },
    ...{ answer: deployment, refuses: body },
    curl: `curl -X PATCH "$VITRINE/v1/deployments/$me/stable" ${TOKEN} ${JSON_BODY} -d '{"release": 1}'`,
  },
  {
    ...{ id: "list-releases", group: "Deployments", method: "GET", path: `${path}/releases` },
    summary: "List its releases",
    answer: { status: 200, description: "Newest first.", schema: pageOf(releaseObject) },
    curl: `curl "$VITRINE/v1/deployments/$me/stable/releases" ${TOKEN}`,
  },
  {
    ...{ id: "delete-deployment", group: "Deployments", method: "DELETE", path },
    summary: "End a deployment",
    description: "What was run through it stays.",
    answer: { status: 204, description: "It has ended.", schema: null },
    curl: `curl -X DELETE "$VITRINE/v1/deployments/$me/stable" ${TOKEN}`,
  },
];

export const fileOperations: Operation[] = [
  {
    ...{ id: "send-file", group: "Files", method: "POST", path: "/v1/files" },
    summary: "Send a file",
    description:
      "To be an input's value by the address in `urls.get`. One that no prediction uses goes after a day.",
    headers: ["Idempotency-Key"],
    body: {
      schema: z.object({ content: z.string().describe("The file, of 10 MB at most.") }),
      type: "multipart/form-data",
    },
    answer: { status: 201, description: "The file.", schema: fileObject },
    refuses: [409, 413, 415, 429],
    curl: `echo "hello" > hello.txt
file=$(curl -s "$VITRINE/v1/files" ${TOKEN} -F content=@hello.txt | cut -d '"' -f 4)
echo "$file"`,
  },
  {
    ...{ id: "list-files", group: "Files", method: "GET", path: "/v1/files" },
    summary: "List your files",
    query: z.strictObject({ cursor: z.string().optional() }),
    answer: { status: 200, description: "A page of them.", schema: pageOf(fileObject) },
    curl: `curl "$VITRINE/v1/files" ${TOKEN}`,
  },
  {
    ...{ id: "read-file", group: "Files", method: "GET", path: "/v1/files/{id}" },
    summary: "Read what is known of a file",
    answer: { status: 200, description: "The file.", schema: fileObject },
    curl: `curl "$VITRINE/v1/files/$file" ${TOKEN}`,
  },
  {
    ...{ id: "download", group: "Files", method: "GET", path: "/v1/files/{id}/download" },
    summary: "Download a file",
    answer: {
      ...{ status: 200, description: "Its bytes.", schema: z.string(), type: "*/*" },
    },
    curl: `curl "$VITRINE/v1/files/$file/download" ${TOKEN}`,
  },
  {
    ...{ id: "delete-file", group: "Files", method: "DELETE", path: "/v1/files/{id}" },
    summary: "Delete a file",
    answer: { status: 204, description: "It is deleted.", schema: null },
    refuses: [409],
    curl: `curl -X DELETE "$VITRINE/v1/files/$file" ${TOKEN}`,
  },
];

export const accountOperations: Operation[] = [
  {
    ...{ id: "account", group: "Account", method: "GET", path: "/v1/account" },
    summary: "Whose token this is",
    answer: { status: 200, description: "The account.", schema: accountObject },
    curl: `curl "$VITRINE/v1/account" ${TOKEN}`,
  },
  {
    ...{ id: "webhook-secret", group: "Account", method: "GET" },
    path: "/v1/webhooks/default/secret",
    summary: "What your webhooks are signed with",
    description:
      "A delivery carries webhook-id, webhook-timestamp and webhook-signature, in the form of Standard Webhooks.",
    answer: { status: 200, description: "The secret.", schema: secretObject },
    curl: `curl "$VITRINE/v1/webhooks/default/secret" ${TOKEN}`,
  },
];
