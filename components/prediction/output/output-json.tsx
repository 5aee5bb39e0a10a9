import { CodePanel } from "#components/ui/code-panel.tsx";
import type { Prediction } from "#contract/prediction.ts";

/** The whole prediction as the API sends it. */
export function OutputJson({ prediction }: { prediction: Prediction }) {
  return <CodePanel title="Prediction as JSON" text={JSON.stringify(prediction, null, 2)} />;
}
