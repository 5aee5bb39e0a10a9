import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { createShare, sharesQuery } from "#components/api.ts";
import { pathOf } from "#components/paths.ts";
import { CopyButton } from "#components/ui/copy-button.tsx";
import {
  narrowShare,
  type SharedPrediction,
  type ShareLifetime,
  type ShareScope,
  shareLifetimes,
} from "#contract/share.ts";
import { ScopeBoxes } from "./scope-boxes.tsx";
import { SharedView } from "./shared-view.tsx";

type ShareFormProps = { predictionId: string; whole: SharedPrediction };

export function ShareForm({ predictionId, whole }: ShareFormProps) {
  const [scope, setScope] = useState<ShareScope>({
    inputs: whole.inputs.map(({ name }) => name),
    ...{ output: true, settings: false },
  });
  const queryClient = useQueryClient();
  const creation = useMutation({
    mutationFn: (choice: { label: string; expires: ShareLifetime }) =>
      createShare(predictionId, { ...choice, scope }),
    onSuccess: () => queryClient.invalidateQueries(sharesQuery(predictionId)),
  });

  const handleSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const expires = shareLifetimes.find((each) => each === data.get("expires")) ?? "7d";
    creation.mutate({ label: String(data.get("label") ?? ""), expires });
  };

  return (
    <form onSubmit={handleSubmit} className="grid gap-5">
      <ScopeBoxes whole={whole} scope={scope} onChange={setScope} />
      <Leaves shared={narrowShare(whole, scope)} />
      <div className="grid gap-4 sm:grid-cols-2">
        <Lifetime />
        <label className="block font-medium">
          A note for yourself <span className="font-normal text-muted">(optional)</span>
          <input
            name="label"
            maxLength={80}
            autoComplete="off"
            className="field mt-1.5 min-h-11 px-3.5 font-normal"
          />
        </label>
      </div>
      <p>
        <button type="submit" className="button button-primary" disabled={creation.isPending}>
          Make the link
        </button>
      </p>
      <div role="status">
        {creation.error && (
          <p className="text-danger">No link was made: {creation.error.message}</p>
        )}
        {creation.data && <NewLink url={creation.data.url} />}
      </div>
    </form>
  );
}

/** The very thing that the link will show, before it exists. */
function Leaves({ shared }: { shared: SharedPrediction }) {
  return (
    <section
      aria-label="What the link will show"
      className="rounded-lg border border-dashed border-edge p-4"
    >
      <p className="mb-4 text-sm text-muted">
        This, the model’s title “{shared.title}”, and nothing else:
      </p>
      <SharedView shared={shared} />
    </section>
  );
}

const lifetimeNames: Record<ShareLifetime, string> = {
  "1h": "1 hour",
  "1d": "1 day",
  "7d": "7 days",
  "30d": "30 days",
  never: "Until I revoke it",
};

function Lifetime() {
  return (
    <label className="block font-medium">
      Opens for
      <select name="expires" defaultValue="7d" className="field mt-1.5 min-h-11 px-3 font-normal">
        {shareLifetimes.map((lifetime) => (
          <option key={lifetime} value={lifetime}>
            {lifetimeNames[lifetime]}
          </option>
        ))}
      </select>
    </label>
  );
}

/** On the host that this page was opened on, which reaches whoever the link is for as it reached us. */
function NewLink({ url }: { url: string }) {
  const here = new URL(pathOf(url), location.href).href;
  return (
    <div className="rounded-lg bg-accent-soft p-4">
      <p className="font-medium">Copy the link now: it is not shown again.</p>
      <p className="code mt-2 break-all">{here}</p>
      <p className="mt-2">
        <CopyButton text={here} label="Copy the link" icon="link" />
      </p>
    </div>
  );
}
