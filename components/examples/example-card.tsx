import { EndingButton } from "#components/account/ending-button.tsx";
import { createPath, examplePath } from "#components/paths.ts";
import { OutputPreview } from "#components/prediction/output/output-preview.tsx";
import { Icon } from "#components/ui/icon.tsx";
import { ScrollRegion } from "#components/ui/scroll-region.tsx";
import type { ExampleCard as Example } from "#contract/example.ts";
import { beginningOf } from "#contract/inputs/characters.ts";
import { writeTexts } from "#contract/inputs/form-texts.ts";
import type { ModelForm } from "#contract/model.ts";
import { outputText, type Prediction } from "#contract/prediction.ts";
import { ShortInput } from "./short-input.tsx";

const outputCharacters = 280;
const titleCharacters = 80;
const versionDigits = 8;

type ExampleCardProps = { example: Example; model: ModelForm };

export function ExampleCard({ example, model }: ExampleCardProps) {
  const { id, prediction, input } = example;
  const title = example.title || titleFrom(model, example);
  return (
    <article aria-label={title} className="glass flex h-full flex-col gap-4 p-5">
      <h2 className="text-lg font-medium tracking-tight break-words">
        {prediction ? (
          <a href={`/p/${prediction.id}`} className="hover:underline hover:decoration-1">
            {title}
          </a>
        ) : (
          title
        )}
      </h2>
      <ShortInput input={input} inputs={model.inputs} />
      {prediction && (
        <Output title={title} prediction={prediction} model={example.isOutdated ? null : model} />
      )}
      {prediction && example.isOutdated && (
        <p className="text-sm text-muted">
          Made by version <span className="code">{prediction.version.slice(0, versionDigits)}</span>
          , which is not the current one.
        </p>
      )}
      <div className="mt-auto flex flex-wrap items-start gap-2">
        {prediction && (
          <a href={`/${model.owner}/${model.name}?from=${prediction.id}`} className="button">
            <Icon name="pencil" />
            Try with these inputs
          </a>
        )}
        {(!prediction || example.isOutdated) && <RunForm example={example} model={model} />}
        {id && model.rights.manage && (
          <EndingButton
            action={examplePath(model, id)}
            label="Remove"
            consequence="It goes off this page. The prediction itself stays."
          />
        )}
      </div>
    </article>
  );
}

type OutputProps = {
  title: string;
  prediction: Prediction;
  /** Null where another version than the current one wrote it, in a form that may be another. */
  model: ModelForm | null;
};

function Output({ title, prediction, model }: OutputProps) {
  const whole = outputText(prediction);
  if (whole === "") return <p className="text-muted">Nothing was written.</p>;
  if (model)
    return (
      <ScrollRegion
        label={`Output: ${title}`}
        className="max-h-80 overflow-y-auto rounded-lg border border-line p-4"
      >
        <OutputPreview
          declaration={model.output}
          input={prediction.input}
          output={whole}
          violations={prediction.violations}
        />
      </ScrollRegion>
    );
  const text = beginningOf(whole, outputCharacters);
  return (
    <p className="code rounded-lg bg-sunken p-3 whitespace-pre-wrap break-words">
      <span className="sr-only">Output: </span>
      {text}
    </p>
  );
}

/** A plain form, as the playground posts it before its scripts arrive: it goes on at the new prediction. */
function RunForm({ example, model }: ExampleCardProps) {
  return (
    <form method="post" action={createPath(model)}>
      {Object.entries(writeTexts(model.inputs, example.input)).map(([name, text]) => (
        <textarea key={name} name={name} defaultValue={text} hidden readOnly />
      ))}
      <button type="submit" className="button">
        <Icon name="run" />
        {example.prediction ? "Run on the current version" : "Run"}
      </button>
    </form>
  );
}

/** What nobody gave a title is known by the first thing that was typed. */
function titleFrom({ inputs }: ModelForm, { input }: Example): string {
  const texts = inputs.map(({ name }) => input[name]).filter((value) => typeof value === "string");
  return beginningOf(texts.find((text) => text.trim() !== "") ?? "Example", titleCharacters);
}
