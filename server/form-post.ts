import type { ModelDefinition } from "#contract/definition.ts";
import { FILE_BYTES_MAX, filePath } from "#contract/files.ts";
import type { InputDeclaration } from "#contract/inputs/declaration.ts";
import { readValues, textsOfForm, writeTexts } from "#contract/inputs/form-texts.ts";
import { isObject, JSON_FIELD, readJsonInput } from "#contract/inputs/json-input.ts";
import { type InputValues, takesFile } from "#contract/inputs/values.ts";
import type { Viewer } from "./access.ts";
import { createFile } from "./files/files.ts";
import { createPrediction } from "./predictions.ts";
import { Problem } from "./problem.ts";
import type { Version } from "./versions.ts";

/** Longer addresses are not safe to use: servers and proxies refuse them. */
const PATH_MAX = 6_000;

/** Bytes of the files that a form of this model can hold together. */
export const filesMaxBytes = ({ inputs }: Pick<ModelDefinition, "inputs">): number =>
  FILE_BYTES_MAX * inputs.filter(takesFile).length;

/**
 * Takes a form posted by a page whose JavaScript has not arrived. Returns the path
 * to go to: the prediction's page, or the form again with what was typed and a wish to have it checked. Throws the Problem
 * where that is not possible.
 */
export async function submitForm(
  version: Version,
  form: FormData | URLSearchParams,
  viewer: Viewer,
): Promise<string> {
  const fields = await withFilesSent(form, viewer);
  const { inputs } = version.definition;
  const input = readPosted(inputs, fields);
  try {
    const { id } = await createPrediction({ version, input, source: "web", viewer });
    return `/p/${id}`;
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 422) throw error;
    if (!isObject(input)) throw error;
    const written = fields.has(JSON_FIELD) ? writeTexts(inputs, input as InputValues) : fields;
    const texts = withoutSecrets(inputs, new URLSearchParams(written));
    const search = new URLSearchParams([...texts, ["check", "1"]]);
    const path = `/${version.owner}/${version.name}?${search}`;
    if (path.length > PATH_MAX) throw error;
    return path;
  }
}

/** No secret goes into an address. */
function withoutSecrets(inputs: InputDeclaration[], texts: URLSearchParams): URLSearchParams {
  for (const { name, type } of inputs) if (type === "secret") texts.delete(name);
  return texts;
}

/** The form's texts; a file that was chosen is stored, and its address stands for it. */
async function withFilesSent(
  form: FormData | URLSearchParams,
  viewer: Viewer,
): Promise<URLSearchParams> {
  const fields = new URLSearchParams();
  const chosen = new Map<string, File>();
  for (const [name, value] of form as Iterable<[string, FormDataEntryValue]>) {
    if (typeof value === "string") fields.append(name, value);
    else if (value.size > 0) chosen.set(name, value);
  }
  for (const [name, file] of chosen) {
    const { id } = await createFile(file, viewer);
    fields.set(name, filePath(id));
  }
  return fields;
}

/** The fields of a form, or the one that holds all inputs as JSON; what is not declared is kept, to be named. */
function readPosted(inputs: InputDeclaration[], fields: URLSearchParams): unknown {
  const written = fields.get(JSON_FIELD);
  if (written !== null) return readJsonInput(written).value;
  const names = new Set(inputs.map(({ name }) => name));
  const undeclared = [...fields].filter(([name]) => !names.has(name));
  return {
    ...Object.fromEntries(undeclared),
    ...readValues(inputs, textsOfForm(inputs, fields)),
  };
}
