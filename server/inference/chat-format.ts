import type { Weights } from "#contract/weights.ts";
import type { Segment } from "./engine.ts";

export type ChatFormat = NonNullable<Weights["chatFormat"]>;
type Role = "system" | "user" | "assistant";
export type Message = { role: Role; segments: Segment[] };
type Turn = { before: string; after: string };

/** How weights were trained to see a chat. The token that begins a text is the engine's to add. */
type Format = Record<Role, Turn> & {
  /** After which the model writes. */
  answer: string;
  /** Whether what the system says is the beginning of the first user's turn. */
  joinsSystem: boolean;
};

const chatml = (role: Role): Turn => ({ before: `<|im_start|>${role}\n`, after: "<|im_end|>\n" });
const llama3 = (role: Role): Turn => ({
  before: `<|start_header_id|>${role}<|end_header_id|>\n\n`,
  after: "<|eot_id|>",
});
const gemma = (role: "user" | "model"): Turn => ({
  before: `<start_of_turn>${role}\n`,
  after: "<end_of_turn>\n",
});

/** As the models' own chat templates write them. */
const FORMATS: Record<Exclude<ChatFormat, "engine" | "inputs">, Format> = {
  chatml: {
    ...{ system: chatml("system"), user: chatml("user"), assistant: chatml("assistant") },
    ...{ answer: chatml("assistant").before, joinsSystem: false },
  },
  "llama-3": {
    ...{ system: llama3("system"), user: llama3("user"), assistant: llama3("assistant") },
    ...{ answer: llama3("assistant").before, joinsSystem: false },
  },
  gemma: {
    system: { before: gemma("user").before, after: "\n\n" },
    ...{ user: gemma("user"), assistant: gemma("model") },
    ...{ answer: gemma("model").before, joinsSystem: true },
  },
  "mistral-v7": {
    system: { before: "[SYSTEM_PROMPT]", after: "[/SYSTEM_PROMPT]" },
    user: { before: "[INST]", after: "[/INST]" },
    assistant: { before: "", after: "</s>" },
    ...{ answer: "", joinsSystem: false },
  },
};

/** The turns of a chat as one prompt, up to where the model begins to answer; as messages where the engine writes the turns. */
export function chatSegments(name: Exclude<ChatFormat, "inputs">, messages: Message[]): Segment[] {
  if (name === "engine")
    return messages.flatMap(({ role, segments }) => [{ kind: "turn", text: role }, ...segments]);
  const format = FORMATS[name];
  const turns = messages.flatMap(({ role, segments }, index): Segment[] => {
    const isOpen = format.joinsSystem && messages[index - 1]?.role === "system";
    const { before, after } = format[role];
    return [template(isOpen ? "" : before), ...segments, template(after)];
  });
  return joinTemplates([...turns, template(format.answer)]);
}

const template = (text: string): Segment => ({ kind: "template", text });

/** Template beside template is one segment: tokens may reach across what was a seam. */
function joinTemplates(segments: Segment[]): Segment[] {
  const joined: Segment[] = [];
  for (const segment of segments) {
    const last = joined.at(-1);
    if (segment.text === "") continue;
    if (last?.kind === "template" && segment.kind === "template")
      joined[joined.length - 1] = template(last.text + segment.text);
    else joined.push(segment);
  }
  return joined;
}
