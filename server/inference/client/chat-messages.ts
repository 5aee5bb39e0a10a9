import type { Segment } from "../engine.ts";

type ChatPart = { type: "text"; text: string } | { type: "image_url"; image_url: { url: string } };

/** A turn of a chat, as OpenAI's chat completions take it. */
export type ChatMessage = { role: string; content: string | ChatPart[] };

/** Whether a prompt is messages that the engine puts into turns itself. */
export const isChat = (segments: Segment[]): boolean =>
  segments.some(({ kind }) => kind === "turn");

/** The messages of such a prompt. Those without an image are plain text, which every engine takes. */
export function chatMessages(segments: Segment[]): ChatMessage[] {
  const messages: { role: string; parts: ChatPart[] }[] = [];
  for (const { kind, text } of segments) {
    if (kind === "turn") messages.push({ role: text, parts: [] });
    else messages.at(-1)?.parts.push(partOf(kind, text));
  }
  return messages.map(({ role, parts }) => {
    const hasImage = parts.some(({ type }) => type === "image_url");
    return { role, content: hasImage ? joined(parts) : joined(parts).map(textIn).join("") };
  });
}

const partOf = (kind: Segment["kind"], text: string): ChatPart =>
  kind === "image" ? { type: "image_url", image_url: { url: text } } : { type: "text", text };

/** Text beside text is one part: some engines put a line break between two. */
function joined(parts: ChatPart[]): ChatPart[] {
  const result: ChatPart[] = [];
  for (const part of parts) {
    const last = result.at(-1);
    if (last?.type === "text" && part.type === "text") last.text += part.text;
    else result.push({ ...part });
  }
  return result;
}

const textIn = (part: ChatPart): string => (part.type === "text" ? part.text : "");
