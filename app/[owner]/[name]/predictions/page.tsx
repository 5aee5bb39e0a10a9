import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { loadModel } from "#app/[owner]/[name]/load-model.ts";
import { getViewer } from "#app/viewer.ts";
import { LogFilters } from "#components/log/log-filters.tsx";
import { LogResults } from "#components/log/log-results.tsx";
import { ModelPage } from "#components/model/model-page.tsx";
import type { InvalidField } from "#contract/inputs/check-input.ts";
import { type LogPage, type LogQuery, logQuery } from "#contract/prediction-log.ts";
import type { Owned } from "#server/access.ts";
import { listPredictionLog } from "#server/prediction-log.ts";
import { Problem } from "#server/problem.ts";
import { readQuery } from "#server/request-body.ts";
import { listVersions } from "#server/versions.ts";

type Props = PageProps<"/[owner]/[name]/predictions">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { title } = await loadInspected(await params);
  return { title: `Predictions of ${title}`, robots: { index: false } };
}

export default async function PredictionsPage({ params, searchParams }: Props) {
  const model = await loadInspected(await params);
  const given = filtersIn(await searchParams);
  const [versions, { query, page, invalidFields }] = await Promise.all([
    listVersions(model.owner, model.name, await getViewer()),
    loadPage(model, given),
  ]);
  return (
    <ModelPage model={model} tab="predictions">
      <LogFilters
        model={model}
        versions={versions.map(({ id, createdAt }) => ({ id, createdAt }))}
        given={given}
        invalidFields={invalidFields}
      />
      {page && <LogResults model={model} query={query} page={page} />}
    </ModelPage>
  );
}

/** Whoever may not see a model's log finds no page for it. */
async function loadInspected({ owner, name }: Owned) {
  const model = await loadModel(owner, name);
  if (!model.rights.inspect) notFound();
  return model;
}

/** Other keys, which links pick up on their way, are nothing to a page. */
const filtersIn = (search: Awaited<Props["searchParams"]>) =>
  Object.fromEntries(
    Object.entries(search).filter(([name]) => Object.hasOwn(logQuery.shape, name)),
  );

type Loaded = { query: LogQuery; page: LogPage | null; invalidFields: InvalidField[] };

async function loadPage(model: Owned, given: Record<string, unknown>): Promise<Loaded> {
  try {
    const query = readQuery(given, logQuery);
    const page = await listPredictionLog(model, query, await getViewer());
    return { query, page, invalidFields: [] };
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 422) throw error;
    return { query: {}, page: null, invalidFields: error.invalidFields };
  }
}
