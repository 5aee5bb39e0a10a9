import type { ReactNode } from "react";
import { CopyButton } from "#components/ui/copy-button.tsx";

const shownDigits = 12;

/** A fact worth showing; one without a value is left out. A digest is shortened and can be copied whole. */
export type Fact = { term: string; value: ReactNode } | { term: string; digest: string | null };

type EvidenceListProps = { title: string; facts: Fact[]; children?: ReactNode };

export function EvidenceList({ title, facts, children }: EvidenceListProps) {
  const known = facts.filter((fact) => !isUnknown(fact));
  if (known.length === 0 && !children) return null;
  return (
    <section className="border-t border-line pt-4">
      <h3 className="font-medium">{title}</h3>
      <dl className="mt-3 grid gap-y-2 text-sm">
        {known.map((fact) => (
          <div key={fact.term} className="grid min-h-6 grid-cols-[8.5rem_minmax(0,1fr)] gap-x-4">
            <dt className="text-muted">{fact.term}</dt>
            <dd className="min-w-0 break-words tabular-nums">
              {"digest" in fact ? (
                <Digest term={fact.term} digest={fact.digest ?? ""} />
              ) : (
                fact.value
              )}
            </dd>
          </div>
        ))}
      </dl>
      {children}
    </section>
  );
}

function Digest({ term, digest }: { term: string; digest: string }) {
  return (
    <span className="-my-1 flex items-center gap-1">
      <span className="code" title={digest}>
        {digest.slice(0, shownDigits)}
      </span>
      <CopyButton text={digest} label={`Copy the whole of: ${term}`} isCompact />
    </span>
  );
}

function isUnknown(fact: Fact): boolean {
  const value = "digest" in fact ? fact.digest : fact.value;
  return value === null || value === undefined || value === "" || value === false;
}
