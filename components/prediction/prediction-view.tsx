"use client";

import { FoldedText } from "#components/ui/folded-text.tsx";
import type { ModelForm } from "#contract/model.ts";
import { isFinished, outputText, type Prediction } from "#contract/prediction.ts";
import { MissingWeights } from "./output/missing-weights.tsx";
import { OutputJson } from "./output/output-json.tsx";
import { OutputPreview } from "./output/output-preview.tsx";
import { OutputTabs, useOutputTab } from "./output/output-tabs.tsx";
import { UnfinishedText } from "./output/unfinished-text.tsx";
import { PredictionActions } from "./prediction-actions.tsx";
import { StatusLine } from "./status-line.tsx";
import type { Connection } from "./use-live-prediction.ts";

type PredictionViewProps = {
  prediction: Prediction;
  model: Pick<ModelForm, "output" | "readiness">;
  /** All that was written so far; the stored output when nothing is newer. */
  text?: string;
  connection?: Connection;
  problem?: string | null;
  evidenceHref: string;
  /** What this prediction is doing here, when the visitor did not just make it. */
  label?: string;
  isCancelling?: boolean;
  onCancel?: () => void;
  onTweak?: (prediction: Prediction) => void;
};

/** One prediction as everybody sees it: beside the form while it runs, and at its own link ever after. */
export function PredictionView(props: PredictionViewProps) {
  const { prediction, model, connection = "steady", label } = props;
  const tab = useOutputTab();
  const text = props.text ?? outputText(prediction);
  return (
    <section aria-label="Output" className="glass flex min-h-96 flex-col">
      <header className="flex flex-col gap-3 border-b border-line p-4 sm:p-5">
        {label && <p className="text-sm text-muted">{label}</p>}
        <StatusLine
          prediction={prediction}
          connection={connection}
          problem={props.problem ?? null}
          evidenceHref={props.evidenceHref}
        >
          <OutputTabs tab={tab} />
        </StatusLine>
      </header>
      <div className="flex-1 p-4 sm:p-5">
        {tab === "json" ? (
          <OutputJson prediction={prediction} />
        ) : (
          <PreviewTab prediction={prediction} model={model} text={text} />
        )}
      </div>
      {prediction.logs !== "" && (
        <div className="border-t border-line px-4 sm:px-5">
          <FoldedText title="logs" text={prediction.logs} />
        </div>
      )}
      <PredictionActions
        prediction={prediction}
        text={text}
        declaration={model.output}
        isCancelling={props.isCancelling ?? false}
        onCancel={props.onCancel}
        onTweak={props.onTweak}
      />
    </section>
  );
}

type PreviewTabProps = {
  prediction: Prediction;
  model: Pick<ModelForm, "output" | "readiness">;
  text: string;
};

function PreviewTab({ prediction, model, text }: PreviewTabProps) {
  if (prediction.data_removed)
    return (
      <p className="text-muted">
        What was asked and answered here was removed. When and how it was made is still recorded.
      </p>
    );
  if (prediction.status === "succeeded")
    return (
      <OutputPreview
        declaration={model.output}
        input={prediction.input}
        output={text}
        violations={prediction.violations}
      />
    );
  if (prediction.wait?.reason === "no-weights")
    return <MissingWeights readiness={model.readiness} />;
  if (prediction.wait?.reason === "no-engine" && model.readiness.kind === "no-engine")
    return <p className="max-w-prose text-muted">{model.readiness.reason}</p>;
  return (
    <UnfinishedText
      text={text}
      isFinished={isFinished(prediction.status)}
      loading={prediction.wait?.reason === "queued" ? null : prediction.wait}
    />
  );
}
