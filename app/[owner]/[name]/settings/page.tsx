import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { getViewer } from "#app/viewer.ts";
import { ModelPage } from "#components/model/model-page.tsx";
import { shortVersion } from "#components/model/version-digits.ts";
import { versionsPage } from "#components/paths.ts";
import { DefinitionEditor } from "#components/settings/definition-editor.tsx";
import { VisibilityForm } from "#components/settings/visibility-form.tsx";
import type { Owned } from "#server/access.ts";
import { getVersionCard } from "#server/version-card.ts";
import { loadModel } from "../load-model.ts";

type Props = PageProps<"/[owner]/[name]/settings">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { title } = await loadManaged(await params);
  return { title: `Settings of ${title}`, robots: { index: false } };
}

export default async function SettingsPage({ params, searchParams }: Props) {
  const model = await loadManaged(await params);
  const { published } = await searchParams;
  const { owner, name, version, visibility } = model;
  const { files } = await getVersionCard({ owner, name, id: version }, await getViewer());
  return (
    <ModelPage model={model} tab="settings">
      {published === version && (
        <p role="status" className="mb-10 rounded-lg bg-accent-soft px-4 py-3">
          Version <span className="code">{shortVersion(version)}</span> is current now.{" "}
          <Link className="link" href={`/${owner}/${name}`}>
            Try it
          </Link>
          , or go back to an older one on the{" "}
          <Link className="link" href={versionsPage(model)}>
            Versions tab
          </Link>
          .
        </p>
      )}
      <VisibilityForm model={{ owner, name, visibility }} />
      <section aria-labelledby="definition-title" className="mt-14">
        <h2 id="definition-title" className="text-xl font-medium tracking-tight">
          Definition
        </h2>
        <p className="mt-2 mb-6 max-w-[44rem] text-muted text-pretty">
          These files are what the model is. Nothing changes for anybody before you publish.
        </p>
        <noscript>
          <p className="mb-6">Editing here takes JavaScript; publishing a folder does not.</p>
        </noscript>
        <DefinitionEditor
          model={{ owner, name, version }}
          files={Object.fromEntries((files ?? []).map((file) => [file.name, file.text]))}
        />
      </section>
    </ModelPage>
  );
}

/** Whoever does not manage a model finds no settings of it. */
async function loadManaged({ owner, name }: Owned) {
  const model = await loadModel(owner, name);
  if (!model.rights.manage) notFound();
  return model;
}
