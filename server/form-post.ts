import type { InputDeclaration } from "#contract/inputs/declaration.ts";
import { parseTextList } from "#contract/text-list.ts";
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
  const input = Object.fromEntries(
    [...fields].map(([name, text]) => [name, readField(inputs, name, text)]),
  );
  try {
    const { id } = await createPrediction({ version, input, source: "web", viewer });
    return `/p/${id}`;
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 422) throw error;
    fields.set("check", "1");
    const path = `/${version.owner}/${version.name}?${fields}`;
    if (path.length > PATH_MAX) throw error;
    return path;
  }
}

function readField(inputs: InputDeclaration[], name: string, text: string): string | string[] {
  const declaration = inputs.find((input) => input.name === name);
  return declaration?.type === "text-list" ? parseTextList(text).items : text;
}
