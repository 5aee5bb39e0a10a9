import { redirect } from "next/navigation";
import { getViewer } from "#app/viewer.ts";
import { type FormTexts, writeTexts } from "#contract/inputs/form-texts.ts";
import type { ModelForm } from "#contract/model.ts";
import type { Prediction } from "#contract/prediction.ts";
import { getPrediction } from "#server/predictions.ts";
import { Problem } from "#server/problem.ts";

type SearchParams = Record<string, string | string[] | undefined>;

/** What an address fills a model's form in with; where it does neither, the example stands there. */
type FilledIn = {
  /** `?from={id}`: the prediction whose inputs the form opens with. */
  tweaked: Prediction | null;
  /** `?{input}=…` */
  prefilled: FormTexts | null;
};

/** Where the address names a prediction that is not there, or not this model's, it goes on at `page` instead. */
export async function findFilledIn(
  model: ModelForm,
  search: SearchParams,
  page: string,
): Promise<FilledIn> {
  const tweaked = await findTweaked(model, search, page);
  return { tweaked, prefilled: readPrefilled(model, search) };
}

async function findTweaked(
  model: ModelForm,
  { from }: SearchParams,
  page: string,
): Promise<Prediction | null> {
  if (typeof from !== "string") return null;
  const prediction = await getPrediction(from, await getViewer()).catch((error: unknown) => {
    if (error instanceof Problem && error.status === 404) redirect(page);
    throw error;
  });
  if (prediction.model !== `${model.owner}/${model.name}`) redirect(page);
  return prediction;
}

function readPrefilled({ inputs }: ModelForm, search: SearchParams): FormTexts | null {
  const given = inputs.flatMap(({ name }) => {
    const value = search[name];
    return value === undefined ? [] : [[name, [value].flat().join("\n")]];
  });
  if (given.length === 0) return null;
  // A form that came back refused is shown as it was, also where a box with a default was left unticked.
  const presets = search.check === "1" ? {} : writeTexts(inputs, {});
  return { ...presets, ...Object.fromEntries(given) };
}
