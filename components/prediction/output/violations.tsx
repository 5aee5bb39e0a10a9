import { Icon } from "#components/ui/icon.tsx";

type ViolationsProps = { title: string; violations: string[] };

/** What is wrong with an output, above it and never folded away. */
export function Violations({ title, violations }: ViolationsProps) {
  return (
    <section aria-label="Warning" className="mb-5 flex gap-3 rounded-lg bg-warn-soft px-4 py-3.5">
      <span className="mt-1 text-warn">
        <Icon name="alert" />
      </span>
      <div className="min-w-0">
        <p className="font-medium text-warn">{title}</p>
        {violations.length > 0 && (
          <ul className="mt-1.5 list-disc space-y-1 pl-4 marker:text-warn">
            {violations.map((violation) => (
              <li key={violation} className="break-words">
                {violation}
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}
