import type { Metadata } from "next";
import { getViewer } from "#app/viewer.ts";
import { ExampleCard } from "#components/examples/example-card.tsx";
import { ModelPage } from "#components/model/model-page.tsx";
import { listExamples } from "#server/examples.ts";
import { loadModel } from "../load-model.ts";

type Props = PageProps<"/[owner]/[name]/examples">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { owner, name } = await params;
  const { title, visibility } = await loadModel(owner, name);
  const robots = visibility === "public" ? undefined : { index: false };
  return { title: `Examples of ${title}`, robots };
}

export default async function ExamplesPage({ params }: Props) {
  const { owner, name } = await params;
  const model = await loadModel(owner, name);
  const examples = await listExamples({ owner, name }, await getViewer());
  return (
    <ModelPage model={model} tab="examples">
      {examples.length === 0 && (
        <p className="max-w-prose text-muted">
          There are no examples yet.
          {model.rights.manage &&
            " Open a prediction that shows what the model can do, and choose “Add to examples”."}
        </p>
      )}
      <ul className="grid grid-cols-1 gap-6 lg:grid-cols-2">
        {examples.map((example, place) => (
          <li key={example.id ?? place}>
            <ExampleCard example={example} model={model} />
          </li>
        ))}
      </ul>
    </ModelPage>
  );
}
