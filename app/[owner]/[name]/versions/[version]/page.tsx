import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getViewer } from "#app/viewer.ts";
import { ModelPage } from "#components/model/model-page.tsx";
import { shortVersion } from "#components/model/version-digits.ts";
import { VersionDetails } from "#components/model/versions/version-details.tsx";
import { versionsPage } from "#components/paths.ts";
import { Problem } from "#server/problem.ts";
import { getVersionCard } from "#server/version-card.ts";
import { loadModel } from "../../load-model.ts";
import { describeTab } from "../../tab-metadata.ts";

type Props = PageProps<"/[owner]/[name]/versions/[version]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { owner, name, version } = await params;
  return describeTab(await loadModel(owner, name), `Version ${shortVersion(version)}`);
}

export default async function VersionPage({ params }: Props) {
  const { owner, name, version: id } = await params;
  const model = await loadModel(owner, name);
  const { card, files } = await load({ owner, name, id });
  return (
    <ModelPage model={model} tab="versions">
      <p className="mb-6 flex flex-wrap gap-x-6 gap-y-2 text-sm">
        <Link className="link" href={versionsPage(model)}>
          All versions
        </Link>
        {card.id !== model.version && (
          <Link
            className="link"
            href={`${versionsPage(model)}?compare=${card.id}..${model.version}`}
          >
            Compare with the current one
          </Link>
        )}
      </p>
      <VersionDetails card={card} isCurrent={card.id === model.version} files={files} />
    </ModelPage>
  );
}

async function load(reference: { owner: string; name: string; id: string }) {
  try {
    return await getVersionCard(reference, await getViewer());
  } catch (error) {
    if (error instanceof Problem && error.status === 404) notFound();
    throw error;
  }
}
