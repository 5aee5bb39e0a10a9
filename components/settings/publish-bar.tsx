import { useMutation } from "@tanstack/react-query";
import { publishDraft, Refusal } from "#components/api.ts";
import { shortVersion } from "#components/model/version-digits.ts";
import { settingsPage } from "#components/paths.ts";
import type { DraftCheck, DraftFiles } from "#contract/draft.ts";

type PublishBarProps = {
  model: { owner: string; name: string; version: string };
  draft: { files: DraftFiles; isChanged: boolean; onDiscard: () => void };
  check: { data: DraftCheck | undefined; error: Error | null; isPlaceholderData: boolean };
};

export function PublishBar({ model, draft, check }: PublishBarProps) {
  const publish = useMutation({
    mutationFn: () => publishDraft(model, { files: draft.files, base: model.version }),
    onSuccess: ({ id }) => {
      draft.onDiscard();
      // The whole page anew: its header and all its tabs tell of the current version.
      window.location.assign(`${settingsPage(model)}?published=${id}`);
    },
  });
  const { data, isPlaceholderData } = check;
  const isReady = draft.isChanged && data?.ok && !data.exists && !isPlaceholderData;
  const problem = problemOf(publish.error ?? check.error);
  return (
    <div className="mt-8 flex flex-wrap items-center gap-3 border-t border-line pt-6">
      <button
        type="button"
        className="button button-primary disabled:opacity-50"
        disabled={!isReady || publish.isPending || publish.isSuccess}
        onClick={() => publish.mutate()}
      >
        Publish as a new version
      </button>
      {draft.isChanged && (
        <button type="button" className="button button-quiet" onClick={draft.onDiscard}>
          Discard changes
        </button>
      )}
      <p role="status" className="text-sm text-muted">
        {describe(draft.isChanged, data)}
      </p>
      <p role="alert" className="w-full text-danger empty:hidden">
        {problem}
      </p>
    </div>
  );
}

function describe(isChanged: boolean, data: DraftCheck | undefined): string {
  if (!isChanged)
    return "Nothing is changed yet. Every version stays, and can be made current again.";
  if (!data) return "";
  if (!data.ok) return `${count(data.mistakes.length)} to mend first.`;
  return data.exists
    ? `This says the same as version ${shortVersion(data.version)}, which is there already: make it current on the Versions tab.`
    : "New predictions will run on it; old ones keep their version.";
}

const count = (mistakes: number): string =>
  mistakes === 1 ? "There is a mistake" : `There are ${mistakes} mistakes`;

function problemOf(error: Error | null): string | null {
  if (!error) return null;
  return error instanceof Refusal ? error.message : "Something went wrong. Try again.";
}
