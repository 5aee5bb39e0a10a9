import { z } from "zod";
import type { InputDeclaration } from "./inputs/declaration.ts";
import { askedWith, type Weights } from "./weights.ts";

const NO_TEXT =
  "is no text: put it in quotes, as YAML takes {{ at its beginning for something else";

const template = z
  .string({ error: ({ code }) => (code === "invalid_type" ? NO_TEXT : undefined) })
  .min(1)
  .max(64_000);

/** One turn of a chat; its content is a template over the inputs. */
const message = z.strictObject({
  role: z.enum(["system", "user", "assistant"]),
  content: template,
});
type PromptMessage = z.infer<typeof message>;

/**
 * What the model reads: one template, with the turns of its chat written out, or messages that `weights.chatFormat` puts
 * into turns. Empty where the model takes its inputs by name.
 */
export const prompt = z.union([template, z.array(message).max(64)]);
export type Prompt = z.infer<typeof prompt>;

/** A mistake in a model's messages, which no schema of one of them can see: where it stands, and what would be right. */
type PromptMistake = { path: PropertyKey[]; message: string };

/** Messages begin with at most one of the system, take turns, and end with the user's, to which the model answers. */
export function promptMistakes(definition: {
  prompt: Prompt;
  weights: Weights;
  inputs: InputDeclaration[];
}): PromptMistake[] {
  const { prompt: given, weights, inputs } = definition;
  const mistakes = kindMistakes(inputs, weights);
  if (askedWith(weights) === "inputs") return [...mistakes, ...needlessPrompt(given)];
  if (typeof given === "string") return [...mistakes, ...textMistakes(weights)];
  if (given.length === 0) return [...mistakes, { path: ["prompt"], message: "lists no messages" }];
  const turns = given.flatMap(({ role }, index) => turnMistakes(given, role, index));
  return [...mistakes, ...formatMistakes(weights), ...turns];
}

function needlessPrompt(given: Prompt): PromptMistake[] {
  if (given.length === 0) return [];
  const message = "is not read where chatFormat is inputs, which go by name: remove the file";
  return [{ path: ["prompt"], message }];
}

function formatMistakes({ chatFormat }: Weights): PromptMistake[] {
  if (chatFormat) return [];
  const message = "has to say in which form these weights take the messages of prompt.yaml";
  return [{ path: ["weights", "chatFormat"], message }];
}

function kindMistakes(inputs: InputDeclaration[], weights: Weights): PromptMistake[] {
  const form = askedWith(weights);
  return inputs.flatMap((input, index) => {
    const found = form === "inputs" ? inContainer(input) : inPrompt(input, form);
    return found ? [{ path: ["inputs", index, found.key], message: found.message }] : [];
  });
}

type KindMistake = { key: string; message: string } | null;

const inContainer = (input: InputDeclaration): KindMistake =>
  input.type === "file" && input.maxLength ? { key: "maxLength", message: OF_A_PROMPT } : null;

/** Only an engine puts an image where its weights look for one, and a prompt holds text alone. */
function inPrompt(input: InputDeclaration, form: "prompt" | "messages"): KindMistake {
  const { type } = input;
  if (type === "image" && form === "prompt") return { key: "type", message: OF_AN_ENGINE };
  if (type === "secret") return { key: "type", message: OF_A_CONTAINER };
  const isWhole = type === "file" && input.maxLength === undefined;
  return isWhole ? { key: "type", message: TEXT_OF_A_FILE } : null;
}

const OF_AN_ENGINE =
  "is image, which takes an engine elsewhere that reads images: say chatFormat: engine under weights, and give the messages in prompt.yaml";
const TEXT_OF_A_FILE =
  "is file, whose text goes into the prompt: say by maxLength how many characters it may have";
const OF_A_PROMPT = "is for a file's text in a prompt: leave it out, as a container takes any file";
const OF_A_CONTAINER =
  "is secret, which only a container takes: say chatFormat: inputs under weights, and leave the prompt out";

/** Where the engine writes the turns, there is nothing that a whole prompt could be. */
function textMistakes(weights: Weights): PromptMistake[] {
  if (askedWith(weights) === "prompt") return [];
  const message = "is engine, which takes messages: give them in prompt.yaml";
  return [{ path: ["weights", "chatFormat"], message }];
}

function turnMistakes(messages: PromptMessage[], role: PromptMessage["role"], index: number) {
  const at = (message: string) => [{ path: ["prompt", index, "role"], message }];
  const before = messages[index - 1]?.role ?? "system";
  if (role === "system")
    return index === 0 ? [] : at("is system, which can only be the first message");
  if (role === before) return at(`is ${role} twice in a row: user and assistant take turns`);
  if (role === "assistant" && before === "system")
    return at("is assistant before any user: the user's message comes first");
  if (index === messages.length - 1 && role === "assistant")
    return at("is assistant at the end: the last message is the user's, which the model answers");
  return [];
}
