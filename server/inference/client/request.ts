import { type Dialect, type Fields, sayValues, type WirePrompt } from "../dialects/dialect.ts";
import { type Constraint, EngineError, type GenerateRequest, type Sampling } from "../engine.ts";
import { chatMessages, isChat } from "./chat-messages.ts";
import { chooseModel } from "./choice.ts";
import type { Connection } from "./http.ts";
import type { PromptTokens } from "./prompt-tokens.ts";

/** A request as it goes over the wire, with what the engine has no words for. */
export type WireRequest = {
  path: string;
  body: Fields;
  prompt: WirePrompt;
  dropped: (keyof Sampling | "constraint")[];
};

/** Says a request in the dialect's words, which may take a question to its tokenizer. Throws EngineError. */
export async function wireRequest(
  dialect: Dialect,
  connection: Connection,
  tokens: PromptTokens,
  request: GenerateRequest,
): Promise<WireRequest> {
  const choice = chooseModel(dialect, connection, request.target);
  const { fields, dropped } = sayValues(dialect, request.sampling);
  const constraint = constraintFields(dialect, request.constraint);
  const parts = {
    model: dialect.model(choice),
    settings: { ...fields, ...dialect.extras(request) },
    constraint: constraint ?? {},
    contextLength: choice.contextLength,
  };
  const unheld = constraint ? dropped : [...dropped, "constraint" as const];
  if (isChat(request.segments)) {
    const { chat } = requireChat(dialect);
    const messages = chatMessages(request.segments);
    return {
      path: chat.path,
      body: chat.body({ ...parts, messages }),
      prompt: [],
      dropped: unheld,
    };
  }
  const prompt = await tokens.wire(choice.base, request.segments);
  const body = dialect.body({ ...parts, prompt });
  return { path: dialect.paths.generate, body, prompt, dropped: unheld };
}

function requireChat({ name, chat }: Dialect) {
  if (!chat) throw new EngineError("bad_request", `Engines of the kind ${name} take no messages.`);
  return { chat };
}

/** Null where the engine has no words for this constraint. */
function constraintFields({ constraint: words }: Dialect, constraint: Constraint): Fields | null {
  switch (constraint.kind) {
    case "none":
      return {};
    case "json":
      return words.json?.(constraint.schema) ?? null;
    case "regex":
      return words.regex?.(constraint.pattern) ?? null;
    case "choice":
      return words.choice?.(constraint.options) ?? null;
    case "grammar":
      return words.grammar?.(constraint.text) ?? null;
  }
}
