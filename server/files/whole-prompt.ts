import { fileIdIn } from "#contract/files.ts";
import { database } from "#server/database.ts";
import { EngineError, type InputSegment, type Segment } from "#server/inference/engine.ts";
import { readContents } from "./files.ts";

/**
 * A prediction's prompt with what it only names: files as data: addresses, as an engine cannot fetch them here, and its
 * secrets. Throws EngineError where one of them is gone.
 */
export async function wholePrompt(id: string, segments: Segment[]): Promise<Segment[]> {
  const parts = segments.map(partOf);
  const files = await filesOf(parts.flatMap((part) => (part.kept === "file" ? part.value : [])));
  const secrets = parts.some(({ kept }) => kept === "secret") ? await secretsOf(id) : {};
  return parts.map(({ segment, name, value, kept, write }) => {
    if (kept === null) return segment;
    const found = kept === "file" ? files.get(value) : secrets[name];
    if (found === undefined)
      throw new EngineError("bad_request", `A ${kept} of this prediction is gone.`);
    return write(found);
  });
}

/** What a segment only names, and how it is written with the thing itself. */
function partOf(segment: Segment) {
  const { kind, text } = segment;
  if (kind === "input") {
    const input = JSON.parse(text) as InputSegment;
    const write = (value: string): Segment => ({ kind, text: JSON.stringify({ ...input, value }) });
    return { segment, name: input.name, value: String(input.value), kept: input.kept, write };
  }
  const write = (value: string): Segment => ({ kind, text: value });
  const kept = kind === "image" ? ("file" as const) : null;
  return { segment, name: "", value: text, kept, write };
}

/** By the address that names each. */
async function filesOf(addresses: string[]): Promise<Map<string, string>> {
  const ids = addresses.map((address) => fileIdIn(address) ?? "");
  const contents = ids.length > 0 ? await readContents(ids) : [];
  const found = new Map(contents.map((file) => [file.id, file]));
  return new Map(
    addresses.flatMap((address, index) => {
      const file = found.get(ids[index] ?? "");
      if (!file) return [];
      const base64 = Buffer.from(file.content).toString("base64");
      return [[address, `data:${file.contentType};base64,${base64}`]];
    }),
  );
}

async function secretsOf(predictionId: string): Promise<Record<string, string>> {
  const row = await database().predictionSecrets.findUnique({ where: { predictionId } });
  return (row?.secrets ?? {}) as Record<string, string>; // written by storePrediction
}
