import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import { getViewer } from "#app/viewer.ts";
import { ModelPage } from "#components/model/model-page.tsx";
import { Comparison } from "#components/model/versions/comparison.tsx";
import { VersionList } from "#components/model/versions/version-list.tsx";
import { versionsPage } from "#components/paths.ts";
import { Problem } from "#server/problem.ts";
import { compareVersions } from "#server/version-comparison.ts";
import { listVersionPage } from "#server/version-list.ts";
import { loadModel } from "../load-model.ts";
import { describeTab } from "../tab-metadata.ts";

type Props = PageProps<"/[owner]/[name]/versions">;
type SearchParams = Awaited<Props["searchParams"]>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { owner, name } = await params;
  return describeTab(await loadModel(owner, name), "Versions");
}

export default async function VersionsPage({ params, searchParams }: Props) {
  const { owner, name } = await params;
  const { before, after, ...search } = await searchParams;
  const model = await loadModel(owner, name);
  // The form has a name for each side; the address that is passed on has both in one.
  if (before && after)
    redirect(`${versionsPage(model)}?compare=${encodeURIComponent(`${before}..${after}`)}`);
  const compared = readCompared(search);
  const viewer = await getViewer();
  const page = await orNull(listVersionPage(owner, name, readText(search.older), viewer));
  if (!page) notFound();
  const comparison = compared && (await orNull(compareVersions(model, compared, viewer)));
  return (
    <ModelPage model={model} tab="versions">
      {search.compare !== undefined && !comparison && <NotComparable />}
      {comparison && <Comparison model={model} comparison={comparison} />}
      <VersionList model={model} page={page} compared={comparison ? compared : null} />
    </ModelPage>
  );
}

function NotComparable() {
  return (
    <p className="mb-10 rounded-lg bg-warn-soft px-4 py-3">
      One of the two is no version of this model: choose two from the list.
    </p>
  );
}

/** `?compare={from}..{to}` */
function readCompared(search: SearchParams): { before: string; after: string } | null {
  const [, before, after] =
    /^([0-9a-f]{64})\.\.([0-9a-f]{64})$/.exec(readText(search.compare) ?? "") ?? [];
  return before && after ? { before, after } : null;
}

const readText = (value: string | string[] | undefined): string | null =>
  typeof value === "string" ? value : null;

async function orNull<Found>(found: Promise<Found>): Promise<Found | null> {
  return found.catch((error: unknown) => {
    if (error instanceof Problem && error.status === 404) return null;
    throw error;
  });
}
