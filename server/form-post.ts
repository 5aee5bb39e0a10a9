import type { InputDeclaration } from "#contract/inputs/declaration.ts";
import { readValues, textsOfForm, writeTexts } from "#contract/inputs/form-texts.ts";
import { isObject, JSON_FIELD, readJsonInput } from "#contract/inputs/json-input.ts";
import type { InputValues } from "#contract/inputs/values.ts";
import type { Viewer } from "./access.ts";
import { createPrediction } from "./predictions.ts";
import { Problem } from "./problem.ts";
import type { Version } from "./versions.ts";

/** Longer addresses are not safe to use: servers and proxies refuse them. */
const PATH_MAX = 6_000;

/**
 * Takes a form posted by a page whose JavaScript has not arrived, as `application/x-www-form-urlencoded`. Returns the path
 * to go to: the prediction's page, or the form again with what was typed and a wish to have it checked. Throws the Problem
 * where that is not possible.
 */
export async function submitForm(version: Version, body: string, viewer: Viewer): Promise<string> {
  const fields = new URLSearchParams(body);
  const { inputs } = version.definition;
  const input = readPosted(inputs, fields);
  try {
    const { id } = await createPrediction({ version, input, source: "web", viewer });
    return `/p/${id}`;
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 422) throw error;
    if (!isObject(input)) throw error;
    const texts = fields.has(JSON_FIELD) ? writeTexts(inputs, input as InputValues) : fields;
    const search = new URLSearchParams([...new URLSearchParams(texts), ["check", "1"]]);
    const path = `/${version.owner}/${version.name}?${search}`;
    if (path.length > PATH_MAX) throw error;
    return path;
  }
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
