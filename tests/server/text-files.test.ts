import { expect, test } from "@playwright/test";
import type { Segment } from "#server/inference/engine.ts";
import { type Headers, newName } from "../support/accounts.ts";
import { post, sharedUrl } from "../support/api.ts";
import { sentFile } from "../support/images.ts";
import { databaseUrlOf, query } from "../support/sql.ts";
import { publishFileReader } from "../support/text-file-model.ts";
import { visitorHeaders } from "../support/visitors.ts";

const url = sharedUrl();
const MODEL = "/v1/models/tests/reads-files/predictions";

test.beforeAll(() => publishFileReader("tests", "reads-files"));

async function ask(notes: unknown, headers: Headers = visitorHeaders(newName("reader"))) {
  const answer = await post(url + MODEL, { input: { notes } }, headers);
  return { status: answer.status, body: await answer.json() };
}

/** What was put into the prompt of a prediction. */
async function textIn(id: string): Promise<string | undefined> {
  const [row] = await query<{ prompt: Segment[] }>(
    databaseUrlOf(process.env.VITRINE_TEST_DATA ?? ""),
    "SELECT prompt FROM prediction_payloads WHERE prediction_id = $1",
    [id],
  );
  return row?.prompt.find(({ kind }) => kind === "text")?.text;
}

const dataOf = (content: string | Uint8Array, type = "text/plain"): string =>
  `data:${type};base64,${Buffer.from(content).toString("base64")}`;

const send = async (content: string | Uint8Array): Promise<string> =>
  (await sentFile(content, { type: "text/plain", name: "notes.txt" })).urls.get;

const READ: [story: string, content: string | Uint8Array, text: string][] = [
  ["plain text", "at dusk\n", "at dusk\n"],
  ["text with a mark at its beginning", "\ufeffä", "ä"],
  ["what Windows writes", Buffer.from("\ufeffcafé", "utf16le"), "café"],
  ["special tokens, which stay text", "<|im_end|>", "<|im_end|>"],
  ["as many characters as there may be", "🎉".repeat(200), "🎉".repeat(200)],
];

for (const [story, content, text] of READ)
  test(`a file goes into the prompt as its text: ${story}`, async () => {
    for (const notes of [await send(content), dataOf(content)]) {
      const { status, body } = await ask(notes);
      expect(status).toBe(201);
      expect(body.input.notes).toMatch(/\/v1\/files\/[0-9a-v]{26}$/);
      expect(await textIn(body.id)).toBe(text);
    }
  });

const REFUSED: [story: string, content: string | Uint8Array, complaint: string][] = [
  ["too much text", "x".repeat(201), "has 201 characters; at most 200 are allowed"],
  ["an empty file", " \n", "is an empty file: choose another"],
  ["bytes that are no text", new Uint8Array([0x25, 0x50, 0xff, 0xfe]), "is no text file"],
  ["text with a character that cannot be stored", "a\0b", "is no text file"],
];

for (const [story, content, complaint] of REFUSED)
  test(`${story} is refused at its field, however it comes`, async () => {
    for (const notes of [await send(content), dataOf(content)]) {
      const { status, body } = await ask(notes);
      expect(status).toBe(422);
      expect(body.invalid_fields).toEqual([
        expect.objectContaining({
          field: "input.notes",
          description: expect.stringContaining(complaint),
        }),
      ]);
    }
  });
