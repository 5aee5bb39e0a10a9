import type { FormEvent, MouseEvent } from "react";
import { cancelPath, pathOf } from "#components/paths.ts";
import { ShareButton } from "#components/share/share-button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Icon } from "#components/ui/icon.tsx";
import type { OutputDeclaration } from "#contract/outputs/declaration.ts";
import { downloadAddress, downloadOf } from "#contract/outputs/download.ts";
import type { Prediction } from "#contract/prediction.ts";
import { isFinished } from "#contract/prediction.ts";
import { MoreActions } from "./more/more-actions.tsx";

type PredictionActionsProps = {
  prediction: Prediction;
  text: string;
  declaration: OutputDeclaration;
  isCancelling: boolean;
  onCancel?: () => void;
  onTweak?: (prediction: Prediction) => void;
};

export function PredictionActions(props: PredictionActionsProps) {
  const { prediction, text, declaration, isCancelling, onCancel, onTweak } = props;
  const isRunning = !isFinished(prediction.status);
  const isOfForm = !prediction.data_removed && !prediction.raw;

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
      {isOfForm && (
        <a
          className="button button-quiet"
          href={`/${prediction.model}?from=${prediction.id}`}
          onClick={handleTweak}
        >
          <Icon name="pencil" />
          Tweak it
        </a>
      )}
      {isOfForm && (
        <a className="button button-quiet" href={`/${prediction.model}/api?from=${prediction.id}`}>
          <Icon name="code" />
          Use the API
        </a>
      )}
      {prediction.can_share && <ShareButton predictionId={prediction.id} />}
      <CopyButton text={() => linkTo(prediction)} label="Copy link" icon="link" />
      {!isRunning && text !== "" && <CopyButton text={text} label="Copy output" />}
      {prediction.status === "succeeded" && text !== "" && (
        <DownloadLink prediction={prediction} declaration={declaration} text={text} />
      )}
      {!isRunning && (
        <a
          className="button button-quiet"
          href={pathOf(prediction.urls.get)}
          download={`prediction-${prediction.id}.json`}
        >
          <Icon name="download" />
          Prediction as JSON
        </a>
      )}
      <MoreActions prediction={prediction} />
    </footer>
  );
}

/** On the host that this page was opened on, which reaches whoever the link is for as it reached us. */
const linkTo = ({ urls }: Prediction): string => new URL(pathOf(urls.web), location.href).href;

type DownloadLinkProps = Pick<PredictionActionsProps, "prediction" | "declaration" | "text">;

/** The output as a file of its kind. */
function DownloadLink({ prediction, declaration, text }: DownloadLinkProps) {
  const file = downloadOf(declaration, prediction.input, text);
  return (
    <a
      className="button button-quiet"
      href={downloadAddress(file)}
      download={`output-${prediction.id}.${file.extension}`}
    >
      <Icon name="download" />
      Download .{file.extension}
    </a>
  );
}

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
