import { reportPath } from "#components/paths.ts";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { Report } from "#contract/report.ts";

type ReportListProps = { reports: Report[]; canClose: boolean };

/** What people said is wrong with a prediction, for the model's people. */
export function ReportList({ reports, canClose }: ReportListProps) {
  if (reports.length === 0) return null;
  return (
    <section id="reports" aria-labelledby="reports-title" className="mt-14 scroll-mt-6">
      <h2 id="reports-title" className="text-xl font-medium tracking-tight">
        Reports
      </h2>
      <ul className="mt-5 grid grid-cols-1 gap-4">
        {reports.map((report) => (
          <li key={report.id} className="rounded-lg border border-line p-4">
            <div className="flex flex-wrap items-start justify-between gap-3">
              <p className="text-sm text-muted">
                Reported <RelativeTime at={report.created_at} />
                {report.closed_at && (
                  <>
                    , closed <RelativeTime at={report.closed_at} />
                  </>
                )}
              </p>
              {canClose && !report.closed_at && <CloseButton id={report.id} />}
            </div>
            <dl className="mt-2 grid grid-cols-1 gap-3">
              <Said term="Expected" text={report.expected} />
              <Said term="Note" text={report.note} />
            </dl>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A plain form: it works before the scripts arrive. */
function CloseButton({ id }: { id: string }) {
  return (
    <form method="post" action={reportPath(id)}>
      <input type="hidden" name="closed" value="true" />
      <button type="submit" className="button">
        Close
      </button>
    </form>
  );
}

function Said({ term, text }: { term: string; text: string }) {
  if (text === "") return null;
  return (
    <div>
      <dt className="text-sm text-muted">{term}</dt>
      <dd className="whitespace-pre-wrap break-words">{text}</dd>
    </div>
  );
}
