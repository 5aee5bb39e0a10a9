import type { z } from "zod";
import { hasUnstorable } from "#contract/inputs/characters.ts";
import type { InvalidField } from "#contract/inputs/check-input.ts";
import { inPlainWords } from "./plain-words.ts";
import { invalidInput, Problem } from "./problem.ts";
import { isFormPost, isMultipart } from "./route.ts";

const BODY_MAX_BYTES = 256 * 1024;

/** The parsed body of a JSON request. Throws Problems 400, 413 and 415. */
async function readJson(request: Request, bytesMax: number): Promise<unknown> {
  const type = request.headers.get("content-type") ?? "";
  if (!/^application\/(?:[\w.-]+\+)?json\b/i.test(type))
    throw new Problem(415, "Unsupported media type", "Send the body as application/json.");
  const text = await readText(request, bytesMax);
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem(
      400,
      "Invalid JSON",
      "The body is not valid JSON: check its quotes, commas and brackets.",
    );
  }
}

/** A JSON body of the given shape, of 256 KB at most unless more is let in. Throws a 422 Problem that names every key that is missing, wrong or unknown. */
export async function readBody<T>(
  request: Request,
  shape: z.ZodType<T>,
  bytesMax = BODY_MAX_BYTES,
): Promise<T> {
  const parsed = shape.safeParse(await readJson(request, bytesMax), { error: inPlainWords });
  if (!parsed.success) throw invalidInput(parsed.error.issues.flatMap(invalidFieldsOf));
  const field = findUnstorable(parsed.data, []);
  if (field === null) return parsed.data;
  const description = "holds characters that are no text: take them out";
  throw invalidInput([{ type: "invalid", field, description }]);
}

/** Where a value holds a text, or a key, that PostgreSQL cannot store; a prediction's input is looked at with its declaration. */
function findUnstorable(value: unknown, path: string[]): string | null {
  if (typeof value === "string") return hasUnstorable(value) ? path.join(".") : null;
  if (typeof value !== "object" || value === null || path[0] === "input") return null;
  for (const [key, inner] of Object.entries(value)) {
    if (hasUnstorable(key)) return path.join(".");
    const found = findUnstorable(inner, [...path, key]);
    if (found !== null) return found;
  }
  return null;
}

/** The fields of a posted form, files among them where it may have some, of so many bytes together. Throws Problems as above. */
export async function readFormFields(
  request: Request,
  filesMaxBytes: number,
): Promise<FormData | URLSearchParams> {
  const type = request.headers.get("content-type") ?? "";
  return isMultipart(type)
    ? readMultipart(request, filesMaxBytes + BODY_MAX_BYTES)
    : new URLSearchParams(await readText(request));
}

/** A posted form of the given shape: a value is a text, or a list where its name came twice. Throws a 422 Problem as above. */
export async function readForm<T>(request: Request, shape: z.ZodType<T>): Promise<T> {
  const fields = valuesOf(new URLSearchParams(await readText(request)));
  const parsed = shape.safeParse(fields, { error: inPlainWords });
  if (parsed.success) return parsed.data;
  throw invalidInput(parsed.error.issues.flatMap(invalidFieldsOf));
}

/** What an address asks for after its `?`: a value is a text, or a list where its name came twice. */
export const searchOf = (request: Request) => valuesOf(new URL(request.url).searchParams);

/** Such a search, of the given shape. Throws a 422 Problem that names every key that is wrong or unknown. */
export function readQuery<Shape extends z.ZodObject>(
  search: Record<string, unknown>,
  shape: Shape,
): z.infer<Shape> {
  const parsed = shape.safeParse(search);
  if (parsed.success) return parsed.data;
  const unknown = `is no filter: take ${Object.keys(shape.shape).join(", ")}`;
  throw invalidInput(
    parsed.error.issues.flatMap((issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => ({
            ...{ type: issue.code, field: key.slice(0, 60), description: unknown },
          }))
        : invalidFieldsOf(issue),
    ),
  );
}

function valuesOf(fields: URLSearchParams): Record<string, unknown> {
  const values = [...new Set(fields.keys())].map((name) => {
    const all = fields.getAll(name);
    return [name, all.length > 1 ? all : all[0]];
  });
  return Object.fromEntries(values);
}

/** What a page sends, with its JavaScript or as a plain form. Throws Problems as above. */
export const readFields = <T>(request: Request, shape: z.ZodType<T>): Promise<T> =>
  isFormPost(request) ? readForm(request, shape) : readBody(request, shape);

function invalidFieldsOf(issue: z.core.$ZodIssue): InvalidField[] {
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => ({
      type: "additional_property_not_allowed",
      field: "",
      description: `${key.slice(0, 60)} is not a key of this request`,
    }));
  return [{ type: issue.code, field: issue.path.join("."), description: issue.message }];
}

/** The body as text. Throws a 413 Problem as soon as more than that, or 256 KB, are announced or arrive. */
export const readText = async (request: Request, bytesMax = BODY_MAX_BYTES): Promise<string> =>
  (await readBytes(request, bytesMax)).toString("utf8");

/** A form with files in it, as `multipart/form-data`. Throws Problems 413 as above, 415 and 422. */
export async function readMultipart(request: Request, bytesMax: number): Promise<FormData> {
  const type = request.headers.get("content-type") ?? "";
  if (!isMultipart(type))
    throw new Problem(415, "Unsupported media type", "Send the file as multipart/form-data.");
  const body = new Uint8Array(await readBytes(request, bytesMax));
  return new Response(body, { headers: { "content-type": type } }).formData().catch(() => {
    throw new Problem(422, "Invalid form", "The body is not a whole form: send the file again.");
  });
}

async function readBytes(request: Request, bytesMax: number): Promise<Buffer> {
  if (Number(request.headers.get("content-length")) > bytesMax) throw tooLarge(bytesMax);
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > bytesMax) throw tooLarge(bytesMax);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

const tooLarge = (bytesMax: number): Problem =>
  new Problem(
    413,
    "Too large",
    `The body is larger than ${bytesMax / 1024} KB, which is more than may be sent here: shorten it.`,
  );
