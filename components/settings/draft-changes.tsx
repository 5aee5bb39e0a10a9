import { Changes } from "#components/model/versions/changes.tsx";
import { FileChanges } from "#components/model/versions/file-changes.tsx";
import type { DraftCheck } from "#contract/draft.ts";

type DraftChangesProps = { check: Extract<DraftCheck, { ok: true }> };

/** In what the draft differs from the version that is current. */
export function DraftChanges({ check: { changes, files } }: DraftChangesProps) {
  if (changes.length === 0 && files.length === 0) return null;
  return (
    <section aria-labelledby="changes-title" className="mt-12">
      <h3 id="changes-title" className="text-lg font-medium tracking-tight">
        What would change
      </h3>
      {changes.length > 0 && <Changes changes={changes} />}
      {files.map((file) => (
        <FileChanges key={file.name} file={file} />
      ))}
    </section>
  );
}
