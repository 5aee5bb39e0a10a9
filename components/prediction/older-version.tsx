import { shortVersion } from "#components/model/version-digits.ts";
import { versionsPage } from "#components/paths.ts";
import type { PredictionForm } from "#contract/model.ts";
import type { Prediction } from "#contract/prediction.ts";

type OlderVersionProps = {
  prediction: Prediction;
  model: Pick<PredictionForm, "owner" | "name" | "current_version">;
};

/** That a prediction was made by another version than the one that the model runs now, and the way to that one. */
export function OlderVersion({ prediction, model }: OlderVersionProps) {
  return (
    <p className="mt-5 flex max-w-[44rem] flex-wrap gap-x-4 gap-y-1 rounded-lg bg-accent-soft px-4 py-3 text-sm">
      <span>
        Made with version <VersionLink model={model} id={prediction.version} />; the current one is{" "}
        <VersionLink model={model} id={model.current_version} />.
      </span>
      {!prediction.data_removed && (
        <a className="link" href={`/${prediction.model}?from=${prediction.id}`}>
          Run on the current version
        </a>
      )}
    </p>
  );
}

function VersionLink({ model, id }: { model: OlderVersionProps["model"]; id: string }) {
  return (
    <a className="code link" href={versionsPage(model, id)}>
      {shortVersion(id)}
    </a>
  );
}
