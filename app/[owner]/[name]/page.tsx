import type { Metadata } from "next";
import { getViewer } from "#app/viewer.ts";
import { ModelPage } from "#components/model/model-page.tsx";
import { Playground } from "#components/model/playground.tsx";
import { QuietNote } from "#components/ui/quiet-note.tsx";
import { writeTexts } from "#contract/inputs/form-texts.ts";
import type { ModelForm } from "#contract/model.ts";
import type { Prediction } from "#contract/prediction.ts";
import { getPredictionForm } from "#server/models.ts";
import { findFilledIn } from "./filled-in.ts";
import { loadModel } from "./load-model.ts";

type Props = PageProps<"/[owner]/[name]">;

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
  const { tweaked, prefilled } = await findFilledIn(model, search, `/${owner}/${name}`);
  const example = writeTexts(model.inputs, model.example.input);
  return (
    <ModelPage model={model} tab="playground">
      {search.deleted === "1" && <QuietNote>The prediction is deleted, for everybody.</QuietNote>}
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

/** What kind of output a prediction has: another version of the model may have made it. */
async function findOutput(model: ModelForm, prediction: Prediction) {
  if (prediction.version === model.version) return model.output;
  return (await getPredictionForm(prediction, await getViewer())).output;
}
