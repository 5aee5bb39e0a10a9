import type { Metadata } from "next";
import { getViewer } from "#app/viewer.ts";
import { ModelPage } from "#components/model/model-page.tsx";
import { Readme } from "#components/model/readme/readme.tsx";
import { getCurrentCard } from "#server/version-card.ts";
import { loadModel } from "../load-model.ts";
import { describeTab } from "../tab-metadata.ts";

type Props = PageProps<"/[owner]/[name]/readme">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { owner, name } = await params;
  return describeTab(await loadModel(owner, name), "README");
}

export default async function ReadmePage({ params }: Props) {
  const { owner, name } = await params;
  const model = await loadModel(owner, name);
  const card = await getCurrentCard(owner, name, await getViewer());
  return (
    <ModelPage model={model} tab="readme">
      <Readme model={model} card={card} />
    </ModelPage>
  );
}
