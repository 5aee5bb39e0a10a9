import { useMutation, useQueryClient } from "@tanstack/react-query";
import { revokeShare, revokeShares, sharesQuery } from "#components/api.ts";
import type { Share } from "#contract/share.ts";

type ShareListProps = { predictionId: string; shares: Share[] };

/** The links that open, each to be closed for good. */
export function ShareList({ predictionId, shares }: ShareListProps) {
  const queryClient = useQueryClient();
  const onSuccess = () => queryClient.invalidateQueries(sharesQuery(predictionId));
  const revocation = useMutation({ mutationFn: revokeShare, onSuccess });
  const revocationOfAll = useMutation({
    mutationFn: () => revokeShares(predictionId),
    onSuccess,
  });
  const problem = revocation.error ?? revocationOfAll.error;
  return (
    <section aria-labelledby="shares-title" className="mt-8 border-t border-line pt-5">
      <div className="flex items-center justify-between gap-4">
        <h3 id="shares-title" className="font-medium">
          Links that open now
        </h3>
        {shares.length > 1 && (
          <button type="button" className="button" onClick={() => revocationOfAll.mutate()}>
            Revoke all
          </button>
        )}
      </div>
      {problem && (
        <p role="alert" className="mt-2 text-danger">
          Not revoked: {problem.message}
        </p>
      )}
      {shares.length === 0 && <p className="mt-2 text-muted">There are none.</p>}
      <ul className="mt-2 divide-y divide-line">
        {shares.map((share) => (
          <li key={share.id} className="flex flex-wrap items-center justify-between gap-3 py-3">
            <ShareFacts share={share} />
            <button
              type="button"
              className="button"
              aria-label={`Revoke the link ${share.label}`}
              onClick={() => revocation.mutate(share.id)}
            >
              Revoke
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function ShareFacts({ share }: { share: Share }) {
  const { label, scope, views, created_at: madeAt, expires_at: expiresAt } = share;
  const parts = [
    ...(scope.inputs.length > 0 ? [`${scope.inputs.length} of its inputs`] : []),
    ...(scope.output ? ["the output"] : []),
    ...(scope.settings ? ["how it was made"] : []),
  ];
  return (
    <div className="min-w-0">
      <p className="break-words">{label || `Link of ${dayOf(madeAt)}`}</p>
      <p className="text-sm text-muted">
        {parts.join(", ") || "Nothing but the title"} · {views === 1 ? "1 view" : `${views} views`}{" "}
        · {expiresAt ? `until ${dayOf(expiresAt)}` : "until it is revoked"}
      </p>
    </div>
  );
}

/** In UTC, so that two people who compare read the same. */
const dayOf = (moment: string): string => dayFormat.format(new Date(moment));

const dayFormat = new Intl.DateTimeFormat("en-GB", {
  ...{ dateStyle: "medium", timeStyle: "short", timeZone: "UTC" },
});
