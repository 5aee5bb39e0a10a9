import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getViewer } from "#app/viewer.ts";
import { type FormTexts, writeTexts } from "#components/model/form/form-texts.ts";
import { ModelPage } from "#components/model/model-page.tsx";
import { Playground } from "#components/model/playground.tsx";
import type { ModelForm } from "#contract/model.ts";
import type { Prediction } from "#contract/prediction.ts";
import { getPredictionForm } from "#server/models.ts";
import { getPrediction } from "#server/predictions.ts";
import { Problem } from "#server/problem.ts";
import { loadModel } from "./load-model.ts";

type Props = PageProps<"/[owner]/[name]">;
type SearchParams = Awaited<Props["searchParams"]>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { owner, name } = await params;
  const model = await loadModel(owner, name);
  const robots = model.visibility === "public" ? undefined : { index: false };
  return { title: model.title, description: model.description, robots };
}

export default async function PlaygroundPage({ params, searchParams }: Props) {
  const { owner, name } = await params;
  const search = await searchParams;
  const model = await loadModel(owner, name);
  const tweaked = await findTweaked(model, search);
  const prefilled = readPrefilled(model, search);
  const example = writeTexts(model.inputs, model.example.input);
  return (
    <ModelPage model={model} tab="playground">
      <Playground
        model={model}
        texts={prefilled ?? (tweaked ? writeTexts(model.inputs, tweaked.input) : example)}
        shownOutput={tweaked ? await findOutput(model, tweaked) : model.output}
        shown={tweaked ?? (prefilled ? null : model.example.prediction)}
        isRefused={search.check === "1"}
      />
    </ModelPage>
  );
}

/** `?from={id}`: the prediction whose inputs the form opens with. */
async function findTweaked(model: ModelForm, { from }: SearchParams): Promise<Prediction | null> {
  if (typeof from !== "string") return null;
  const address = `/${model.owner}/${model.name}`;
  const prediction = await getPrediction(from, await getViewer()).catch((error: unknown) => {
    if (error instanceof Problem && error.status === 404) redirect(address);
    throw error;
  });
  if (prediction.model !== `${model.owner}/${model.name}`) redirect(address);
  return prediction;
}

/** What kind of output a prediction has: another version of the model may have made it. */
async function findOutput(model: ModelForm, prediction: Prediction) {
  if (prediction.version === model.version) return model.output;
  return (await getPredictionForm(prediction, await getViewer())).output;
}

/** `?{input}=…`: null when the address fills in nothing. */
function readPrefilled({ inputs }: ModelForm, search: SearchParams): FormTexts | null {
  const given = inputs.flatMap(({ name }) => {
    const value = search[name];
    return value === undefined ? [] : [[name, [value].flat().join("\n")]];
  });
  return given.length > 0 ? Object.fromEntries(given) : null;
}
