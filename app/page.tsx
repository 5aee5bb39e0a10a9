import { getViewer } from "#app/viewer.ts";
import { ModelCard } from "#components/model/model-card.tsx";
import { listModels } from "#server/models.ts";

export const dynamic = "force-dynamic";

export default async function GalleryPage() {
  const models = await listModels(await getViewer());
  return (
    <div className="mx-auto max-w-6xl px-4 pt-12 sm:px-8 sm:pt-20">
      <h1 className="max-w-2xl text-4xl font-medium tracking-tight text-balance sm:text-5xl">
        Models behind glass
      </h1>
      <p className="mt-4 max-w-xl text-lg text-muted">
        Choose one, fill in its form and see what it writes. Nothing can be broken, and everything
        is kept at a link of its own.
      </p>
      {models.length > 0 ? (
        <ul className="mt-12 grid gap-5 sm:grid-cols-2 lg:grid-cols-3">
          {models.map((model) => (
            <li key={`${model.owner}/${model.name}`}>
              <ModelCard model={model} />
            </li>
          ))}
        </ul>
      ) : (
        <p className="mt-12 text-muted">No model is published here yet.</p>
      )}
    </div>
  );
}
