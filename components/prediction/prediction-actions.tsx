import type { FormEvent, MouseEvent } from "react";
import { cancelPath, pathOf } from "#components/paths.ts";
import { ShareButton } from "#components/share/share-button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Icon } from "#components/ui/icon.tsx";
import type { Prediction } from "#contract/prediction.ts";
import { isFinished } from "#contract/prediction.ts";
import { MoreActions } from "./more/more-actions.tsx";

type PredictionActionsProps = {
  prediction: Prediction;
  text: string;
  isCancelling: boolean;
  onCancel?: () => void;
  onTweak?: (prediction: Prediction) => void;
};

export function PredictionActions(props: PredictionActionsProps) {
  const { prediction, text, isCancelling, onCancel, onTweak } = props;
  const isRunning = !isFinished(prediction.status);

  const handleTweak = (event: MouseEvent) => {
    if (!onTweak || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    onTweak(prediction);
  };

  return (
    <footer className="flex flex-wrap items-center gap-1 border-t border-line p-3 sm:px-4">
      {isRunning && prediction.can_cancel && (
        <CancelButton id={prediction.id} isCancelling={isCancelling} onCancel={onCancel} />
      )}
      {!prediction.data_removed && (
        <a
          className="button button-quiet"
          href={`/${prediction.model}?from=${prediction.id}`}
          onClick={handleTweak}
        >
          <Icon name="pencil" />
          Tweak it
        </a>
      )}
      {prediction.can_share && <ShareButton predictionId={prediction.id} />}
      <CopyButton text={() => linkTo(prediction)} label="Copy link" icon="link" />
      {!isRunning && text !== "" && <CopyButton text={text} label="Copy output" />}
      {!isRunning && (
        <a
          className="button button-quiet"
          href={pathOf(prediction.urls.get)}
          download={`prediction-${prediction.id}.json`}
        >
          <Icon name="download" />
          Download JSON
        </a>
      )}
      <MoreActions prediction={prediction} />
    </footer>
  );
}

/** On the host that this page was opened on, which reaches whoever the link is for as it reached us. */
const linkTo = ({ urls }: Prediction): string => new URL(pathOf(urls.web), location.href).href;

type CancelButtonProps = { id: string; isCancelling: boolean; onCancel?: () => void };

function CancelButton({ id, isCancelling, onCancel }: CancelButtonProps) {
  const handleSubmit = (event: FormEvent) => {
    if (!onCancel) return;
    event.preventDefault();
    onCancel();
  };

  return (
    <form method="post" action={cancelPath(id)} onSubmit={handleSubmit}>
      <button type="submit" className="button" disabled={isCancelling}>
        <Icon name="stop" />
        {isCancelling ? "Cancelling" : "Cancel"}
      </button>
    </form>
  );
}
