import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { getViewer } from "#app/viewer.ts";
import { PredictionEvidence } from "#components/prediction/evidence/prediction-evidence.tsx";
import { OlderVersion } from "#components/prediction/older-version.tsx";
import { PermalinkPrediction } from "#components/prediction/permalink-prediction.tsx";
import { PredictionHeader } from "#components/prediction/prediction-header.tsx";
import { PredictionInput } from "#components/prediction/prediction-input.tsx";
import { ReportList } from "#components/report/report-list.tsx";
import { isFinished } from "#contract/prediction.ts";
import { getEvidence } from "#server/evidence.ts";
import { getPredictionForm } from "#server/models.ts";
import { getPrediction } from "#server/predictions.ts";
import { Problem } from "#server/problem.ts";
import { listReports } from "#server/reports.ts";

type Props = PageProps<"/p/[id]">;

const reloadSeconds = 2;

// The title goes into histories and link previews: it names the model and nothing that was typed.
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { model } = await load((await params).id);
  return { title: model.title, robots: { index: false } };
}

export default async function PredictionPage({ params }: Props) {
  const { prediction, model, evidence, reports } = await load((await params).id);
  return (
    <div className="mx-auto max-w-6xl px-4 pt-8 sm:px-8 sm:pt-12">
      {!isFinished(prediction.status) && (
        <noscript>
          <meta httpEquiv="refresh" content={`${reloadSeconds}`} />
        </noscript>
      )}
      <PredictionHeader prediction={prediction} model={model} />
      {prediction.version !== model.current_version && (
        <OlderVersion prediction={prediction} model={model} />
      )}
      <div className="mt-8 grid grid-cols-1 gap-10 sm:mt-10 lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)] lg:gap-14">
        <PredictionInput prediction={prediction} inputs={model.inputs} />
        <div className="lg:sticky lg:top-6 lg:self-start">
          <PermalinkPrediction
            prediction={prediction}
            model={{ output: model.output, readiness: model.readiness }}
          />
        </div>
      </div>
      <ReportList reports={reports} canClose={model.rights.manage} />
      <PredictionEvidence prediction={prediction} evidence={evidence} />
    </div>
  );
}

/** Once a request, for the title and the page. */
const load = cache(async (id: string) => {
  const viewer = await getViewer();
  try {
    const prediction = await getPrediction(id, viewer);
    const [model, evidence, reports] = await Promise.all([
      getPredictionForm(prediction, viewer),
      getEvidence(id, viewer),
      prediction.open_reports === null ? [] : listReports(id, viewer),
    ]);
    return { prediction, model, evidence, reports };
  } catch (error) {
    if (error instanceof Problem && error.status === 404) notFound();
    throw error;
  }
});
