import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getViewer } from "#app/viewer.ts";
import { EngineCard } from "#components/engine/engine-card.tsx";
import { IdlingReport } from "#components/engine/idling-report.tsx";
import { Refreshing } from "#components/ui/refreshing.tsx";
import { getEngineOverview } from "#server/engines.ts";
import { Problem } from "#server/problem.ts";

export const metadata: Metadata = { title: "Engines", robots: { index: false } };

export default async function EnginePage() {
  const { engines, traffic } = await load();
  const isLoading = engines.some(({ models }) => models.some(({ state }) => state === "loading"));
  return (
    <div className="mx-auto max-w-6xl px-4 pt-8 sm:px-8 sm:pt-12">
      {isLoading && <Refreshing />}
      <h1 className="text-3xl font-medium tracking-tight sm:text-4xl">Engines</h1>
      <p className="mt-3 max-w-[44rem] text-lg text-muted text-pretty">
        What predictions run on, and what is loaded there now. Only you see this page.
      </p>
      <div className="mt-10 grid grid-cols-1 gap-8">
        {engines.map((engine) => (
          <EngineCard key={engine.name} engine={engine} />
        ))}
      </div>
      <IdlingReport traffic={traffic} />
    </div>
  );
}

async function load() {
  try {
    return await getEngineOverview(await getViewer());
  } catch (error) {
    if (error instanceof Problem && error.status === 404) notFound();
    throw error;
  }
}
