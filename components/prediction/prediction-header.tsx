import { Icon } from "#components/ui/icon.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { ModelForm } from "#contract/model.ts";
import type { Prediction } from "#contract/prediction.ts";

type PredictionHeaderProps = { prediction: Prediction; model: Pick<ModelForm, "title"> };

export function PredictionHeader({ prediction, model }: PredictionHeaderProps) {
  return (
    <header>
      <p className="text-sm text-muted">
        Prediction <span className="code">{prediction.id}</span>
      </p>
      <h1 className="mt-2 text-3xl font-medium tracking-tight text-balance">
        <a href={`/${prediction.model}`} className="hover:underline hover:decoration-1">
          {model.title}
        </a>
      </h1>
      <p className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-muted">
        <span>
          Made <RelativeTime at={prediction.created_at} />
          {prediction.source === "api" && " through the API"}
        </span>
        {prediction.open_reports ? <ReportMark count={prediction.open_reports} /> : null}
      </p>
    </header>
  );
}

/** For those who may read the reports. */
function ReportMark({ count }: { count: number }) {
  return (
    <a
      href="#reports"
      className="inline-flex min-h-6 items-center gap-1.5 rounded-full bg-warn-soft px-2.5 py-0.5 text-sm text-warn hover:underline"
    >
      <Icon name="flag" />
      {count === 1 ? "1 open report" : `${count} open reports`}
    </a>
  );
}
