import Link from "next/link";
import { shortVersion } from "#components/model/version-digits.ts";
import { versionsPage } from "#components/paths.ts";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { VersionComparison } from "#contract/version.ts";
import { Changes } from "./changes.tsx";
import { FileChanges } from "./file-changes.tsx";

type ComparisonProps = {
  model: { owner: string; name: string };
  comparison: VersionComparison;
};

/** In what two versions differ. */
export function Comparison({ model, comparison }: ComparisonProps) {
  const { before, after, changes, files } = comparison;
  const isSame = before.id === after.id;
  const backwards = `${versionsPage(model)}?compare=${after.id}..${before.id}`;
  return (
    <section aria-labelledby="comparison-title" className="mb-12">
      <h2 id="comparison-title" className="text-xl font-medium tracking-tight">
        From <VersionLink model={model} id={before.id} /> to{" "}
        <VersionLink model={model} id={after.id} />
      </h2>
      <p className="mt-2 text-sm text-muted">
        Published <RelativeTime at={before.created_at} /> and <RelativeTime at={after.created_at} />
        {!isSame && (
          <>
            {" · "}
            <Link className="link" href={backwards}>
              The other way round
            </Link>
          </>
        )}
      </p>
      {isSame && (
        <p className="mt-5">These are one and the same: choose two different ones below.</p>
      )}
      {changes.length > 0 && <Changes changes={changes} />}
      {comparison.hides_prompt && (
        <p className="mt-5">
          The prompts differ, too. They are for those to see who manage or review this model.
        </p>
      )}
      {files.map((file) => (
        <FileChanges key={file.name} file={file} />
      ))}
      {!isSame && changes.length === 0 && files.length === 0 && !comparison.hides_prompt && (
        <p className="mt-5">Nothing differs that is shown here.</p>
      )}
    </section>
  );
}

function VersionLink({ model, id }: { model: ComparisonProps["model"]; id: string }) {
  return (
    <Link className="link font-mono text-[0.9em]" href={versionsPage(model, id)}>
      {shortVersion(id)}
    </Link>
  );
}
