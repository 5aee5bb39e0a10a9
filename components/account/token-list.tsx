import { RelativeTime } from "#components/ui/relative-time.tsx";
import { EndingButton } from "./ending-button.tsx";

type TokenListProps = {
  tokens: {
    id: string;
    label: string;
    prefix: string;
    scopes: string[];
    models: string[];
    origins: string[];
    createdAt: Date;
    lastUsedAt: Date | null;
    expiresAt: Date | null;
  }[];
};

export function TokenList({ tokens }: TokenListProps) {
  if (tokens.length === 0) return <p className="text-muted">You have no tokens.</p>;
  return (
    <ul className="divide-y divide-line rounded-lg border border-line">
      {tokens.map((token) => (
        <li key={token.id} className="flex flex-wrap items-start justify-between gap-3 p-4">
          <div className="min-w-0">
            <p className="font-medium break-words">
              {token.label} <span className="code font-normal text-muted">{token.prefix}…</span>
            </p>
            <p className="text-sm text-muted">
              May {token.scopes.join(", ")}
              {token.models.length > 0 && <> on {token.models.join(", ")} alone</>}
              {token.origins.length > 0 && <>, from pages of {token.origins.join(", ")}</>}
            </p>
            <p className="text-sm text-muted">
              Made <RelativeTime at={token.createdAt.toISOString()} />,{" "}
              {token.lastUsedAt ? (
                <>
                  last used <RelativeTime at={token.lastUsedAt.toISOString()} />
                </>
              ) : (
                "never used"
              )}
              {token.expiresAt && <>, good until {token.expiresAt.toISOString().slice(0, 10)}</>}
            </p>
          </div>
          <EndingButton
            action={`/v1/account/tokens/${token.id}`}
            label={`Revoke ${token.label}`}
            consequence="Programs that use it are refused from this moment on."
          />
        </li>
      ))}
    </ul>
  );
}
