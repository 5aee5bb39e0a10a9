import { getViewer } from "#app/viewer.ts";
import { GalleryPager } from "#components/model/gallery-pager.tsx";
import { GallerySearch } from "#components/model/gallery-search.tsx";
import { ModelCard } from "#components/model/model-card.tsx";
import { galleryQuery } from "#contract/gallery.ts";
import { mayPublish } from "#server/access.ts";
import { listGallery } from "#server/gallery.ts";

export default async function GalleryPage({ searchParams }: PageProps<"/">) {
  const query = galleryQuery.parse(await searchParams);
  const viewer = await getViewer();
  const gallery = await listGallery(query, viewer);
  return (
    <div className="mx-auto max-w-6xl px-4 pt-12 sm:px-8 sm:pt-20">
      <div className="flex flex-wrap items-center justify-between gap-4">
        <h1 className="max-w-2xl text-4xl font-medium tracking-tight text-balance sm:text-5xl">
          Models behind glass
        </h1>
        {mayPublish(viewer) && (
          <a href="/account/new-model" className="button">
            New model
          </a>
        )}
      </div>
      <p className="mt-4 max-w-xl text-lg text-muted">
        Choose one, fill in its form and see what it writes. Nothing can be broken, and everything
        is kept at a link of its own.
      </p>
      {gallery.isEmpty ? (
        <p className="mt-12 text-muted">No model is published here yet.</p>
      ) : (
        <GallerySearch query={query} />
      )}
      <ul className="mt-8 grid gap-5 sm:grid-cols-2 lg:grid-cols-3">
        {gallery.entries.map((model) => (
          <li key={`${model.owner}/${model.name}`}>
            <ModelCard model={model} />
          </li>
        ))}
      </ul>
      {!gallery.isEmpty && gallery.found === 0 && <NothingFound q={query.q} />}
      <GalleryPager query={query} gallery={gallery} />
    </div>
  );
}

function NothingFound({ q }: { q: string }) {
  return (
    <p>
      No model says anything of “{q}”. Try fewer words, or look through{" "}
      <a href="/" className="link">
        all models
      </a>
      .
    </p>
  );
}
