import { randomInt } from "node:crypto";
import type {
  ChatRequest,
  CompletionRequest,
  ResponseFormat,
} from "#contract/api/openai-request.ts";
import type { InputValues } from "#contract/inputs/values.ts";
import type { JsonSchema, JsonValue } from "#contract/json.ts";
import type { Prediction } from "#contract/prediction.ts";
import { requireMayRun, type Viewer } from "#server/access.ts";
import { requirePlace } from "#server/admission.ts";
import { findEarlier } from "#server/idempotency.ts";
import { type ChatFormat, chatSegments } from "#server/inference/chat-format.ts";
import type { Constraint, Sampling, Segment } from "#server/inference/engine.ts";
import { PromptError, requireNoMarkers } from "#server/inference/prompt.ts";
import type { Wishes } from "#server/prediction-wishes.ts";
import { acceptPrediction, getPrediction } from "#server/predictions.ts";
import { invalidInput, Problem } from "#server/problem.ts";
import { getVersionByReference, type Version } from "#server/versions.ts";

const SEED_RANGE = 2 ** 32;

/** A request in OpenAI's protocol, whose body holds `messages` or a `prompt`. */
export type RawRequest = ChatRequest | CompletionRequest;

/**
 * Stores a prediction with a prompt of its own, on the weights of a model whose owner allows that. Throws a 404 Problem for
 * a model that is not there for this viewer, a 403 where raw prompts are not allowed or the token is not for this, and
 * 422s and 429s as for every prediction.
 */
export async function createRawPrediction(
  body: RawRequest,
  { viewer, wishes }: { viewer: Viewer; wishes: Wishes },
): Promise<Prediction> {
  const version = await findRawVersion(body.model, viewer);
  requireMayRun(viewer, version);
  const earlier = await findEarlier(wishes.idempotency);
  if (earlier) return getPrediction(earlier, viewer);
  const limits = await requirePlace(version, viewer);
  const isChat = "messages" in body;
  const input: InputValues = isChat
    ? { messages: body.messages as JsonValue }
    : { prompt: promptOf(body) };
  return acceptPrediction({
    ...{ version, input, viewer, limits, wishes, source: "api", deployment: null },
    ...{ files: [], secrets: {} },
    prompt: isChat ? chatPrompt(version, body) : completionPrompt(version, body),
    sampling: samplingOf(version, body),
    raw: { constraint: isChat ? constraintOf(body.response_format) : { kind: "none" } },
  });
}

async function findRawVersion(reference: string, viewer: Viewer): Promise<Version> {
  const version = await getVersionByReference(reference, viewer).catch((error: unknown) => {
    if (!(error instanceof Problem) || error.status !== 404) throw error;
    const detail = `There is no model ${reference.slice(0, 100)} here for you: GET /openai/v1/models lists those that take prompts.`;
    throw new Problem(404, "Not found", detail);
  });
  if (version.definition.rawPrompts) return version;
  const name = `${version.owner}/${version.name}`;
  const detail = `${name} takes no prompts, only its form: send its inputs to /v1/models/${name}/predictions, or have its owner set rawPrompts.`;
  throw new Problem(403, "Forbidden", detail);
}

const promptOf = ({ prompt }: CompletionRequest): string => [prompt].flat()[0] ?? "";

function completionPrompt({ definition }: Version, body: CompletionRequest): Segment[] {
  if (definition.weights.chatFormat === "engine")
    throw wrong("prompt", "is nothing that these weights take: send messages for chat completions");
  return [{ kind: "template", text: promptOf(body) }];
}

/** What the messages say is `text`: no message can end its own turn. */
function chatPrompt({ definition }: Version, { messages }: ChatRequest): Segment[] {
  const format = definition.weights.chatFormat;
  if (format === undefined || format === "inputs")
    throw wrong(
      "messages",
      "are not known to these weights, which name no chatFormat: send a prompt",
    );
  const turns = messages.map(({ role, content }) => ({
    role: role === "developer" ? ("system" as const) : role,
    segments: textSegments(content),
  }));
  if (format === "engine") requireHarmless(turns);
  return chatSegments(format satisfies ChatFormat, turns);
}

function textSegments(content: ChatRequest["messages"][number]["content"]): Segment[] {
  const text = typeof content === "string" ? content : content.map((part) => part.text).join("");
  return text === "" ? [] : [{ kind: "text", text }];
}

function requireHarmless(turns: { segments: Segment[] }[]): void {
  try {
    for (const { segments } of turns) requireNoMarkers(segments);
  } catch (error) {
    if (!(error instanceof PromptError)) throw error;
    throw wrong("messages", error.message);
  }
}

/** OpenAI's defaults, but for the length, which is the form's; nothing is left to an engine. */
function samplingOf({ definition }: Version, body: RawRequest): Sampling {
  const longest =
    "messages" in body ? (body.max_completion_tokens ?? body.max_tokens) : body.max_tokens;
  const { seed } = body;
  return {
    maxTokens: longest ?? definition.sampling.maxTokens,
    temperature: body.temperature ?? 1,
    topP: body.top_p ?? 1,
    ...{ topK: 0, minP: 0, repetitionPenalty: 1 },
    // Theirs has 64 bits, and a sign.
    seed: seed == null ? randomInt(SEED_RANGE) : ((seed % SEED_RANGE) + SEED_RANGE) % SEED_RANGE,
    stop: [body.stop ?? []].flat(),
  };
}

function constraintOf(format: ResponseFormat | null | undefined): Constraint {
  if (format?.type === "json_schema")
    return { kind: "json", schema: format.json_schema.schema as JsonSchema };
  return format?.type === "json_object"
    ? { kind: "json", schema: { type: "object" } }
    : { kind: "none" };
}

const wrong = (field: string, description: string): Problem =>
  invalidInput([{ type: "invalid", field, description }]);
