import { z } from "zod";
import {
  accountObject,
  chatCompletionObject,
  deploymentObject,
  fileObject,
  hardwareObject,
  modelObject,
  openAiErrorObject,
  problemObject,
  releaseObject,
  secretObject,
  textCompletionObject,
  versionObject,
} from "./objects.ts";
import { HEADERS, type Operation } from "./operation.ts";
import { modelOperations } from "./operations/models.ts";
import { openAiOperations } from "./operations/openai.ts";
import { accountOperations, deploymentOperations, fileOperations } from "./operations/others.ts";
import { predictionOperations } from "./operations/predictions.ts";
import { predictionObject } from "./prediction-object.ts";

/** Every address that programs use, in the order in which a reader would. */
export const OPERATIONS: Operation[] = [
  ...predictionOperations,
  ...modelOperations,
  ...deploymentOperations,
  ...fileOperations,
  ...accountOperations,
  ...openAiOperations,
];

const OBJECTS: Record<string, z.ZodType> = {
  ...{ Prediction: predictionObject, Model: modelObject, Version: versionObject },
  ...{ Deployment: deploymentObject, Release: releaseObject, File: fileObject },
  ...{ Account: accountObject, Hardware: hardwareObject, WebhookSecret: secretObject },
  ...{ ChatCompletion: chatCompletionObject, TextCompletion: textCompletionObject },
  ...{ Problem: problemObject, OpenAIError: openAiErrorObject },
};

/** What any address may answer with instead: a token that is not good, no right, nothing there, a wrong field, no database. */
const REFUSALS: Record<number, string> = {
  400: "The body is not valid JSON.",
  401: "The token is unknown, expired or revoked; or one is needed.",
  403: "The token may not do this.",
  404: "There is nothing at this address, or it is not shared with you.",
  409: "It is in use, under way, or there already.",
  413: "The body is too large.",
  415: "The body is of another type.",
  422: "A field is missing or wrong: `invalid_fields` names each.",
  429: "Too much at once: Retry-After says in how many seconds to come back.",
  500: "The prediction has failed.",
  503: "The database does not answer: Retry-After as above.",
  504: "It is not finished yet.",
};
const ALWAYS = [401, 403, 404, 422, 503];

/** The OpenAPI 3.1 document of the API, at an origin such as https://models.example.org. */
export function apiDocument(origin: string) {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of OPERATIONS) {
    paths[operation.path] ??= {};
    Object.assign(paths[operation.path] ?? {}, {
      [operation.method.toLowerCase()]: describe(operation),
    });
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Vitrine",
      version: "1",
      description:
        "Runs models and reads what they wrote. Replicate's clients work under /v1, OpenAI's under /openai/v1.",
    },
    servers: [{ url: origin }],
    // What is public needs no token.
    security: [{}, { token: [] }],
    paths,
    components: {
      securitySchemes: { token: { type: "http", scheme: "bearer" } },
      schemas: Object.fromEntries(
        Object.entries(OBJECTS).map(([name, schema]) => [name, jsonSchema(schema, name)]),
      ),
    },
  };
}

function describe(operation: Operation) {
  const { id, group, summary, description, body, answer, refuses = [] } = operation;
  const isOpenAi = operation.path.startsWith("/openai/");
  // OpenAI's clients know no 422.
  const statuses = [...ALWAYS, ...refuses].filter((status) => !isOpenAi || status !== 422);
  const refusal = { $ref: `#/components/schemas/${isOpenAi ? "OpenAIError" : "Problem"}` };
  const type = isOpenAi ? "application/json" : "application/problem+json";
  return {
    ...{ operationId: id, tags: [group], summary },
    ...(description ? { description } : {}),
    parameters: parametersOf(operation),
    ...(body
      ? {
          requestBody: {
            required: true,
            content: { [body.type ?? "application/json"]: { schema: jsonSchema(body.schema) } },
          },
        }
      : {}),
    responses: {
      [answer.status]: {
        description: answer.description,
        ...(answer.schema
          ? {
              content: {
                [answer.type ?? "application/json"]: { schema: jsonSchema(answer.schema) },
              },
            }
          : {}),
      },
      ...Object.fromEntries(
        [...new Set(statuses)].map((status) => [
          status,
          { description: REFUSALS[status], content: { [type]: { schema: refusal } } },
        ]),
      ),
    },
  };
}

function parametersOf({ path, query, headers = [] }: Operation) {
  const variables = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    ...{ name, in: "path", required: true, schema: { type: "string" } },
  }));
  const searches = Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    ...{ name, in: "query", required: false, schema: jsonSchema(schema as z.ZodType) },
  }));
  const named = headers.map((name) => ({
    ...{ name, in: "header", required: false, schema: { type: "string" } },
    description: HEADERS[name],
  }));
  return [...variables, ...searches, ...named];
}

const NAMES = new Map<unknown, string>(
  Object.entries(OBJECTS).map(([name, schema]) => [schema, name]),
);

/** A schema in which every known object stands by its name, but for the one that is being written itself. */
export function jsonSchema(schema: z.ZodType, self?: string): Record<string, unknown> {
  const known = NAMES.get(schema);
  if (known && known !== self) return { $ref: `#/components/schemas/${known}` };
  const { $schema: _, ...written } = z.toJSONSchema(schema, {
    io: "input",
    override: ({ zodSchema, jsonSchema: node, path }) => {
      if (node.format === "date-time") delete node.pattern; // says the same, in 300 characters
      const name = NAMES.get(zodSchema);
      if (!name || path.length === 0) return;
      for (const key of Object.keys(node)) delete node[key as keyof typeof node];
      node.$ref = `#/components/schemas/${name}`;
    },
  });
  return written;
}
