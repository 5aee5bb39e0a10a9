import { InputValue } from "#components/prediction/input-value.tsx";
import { OutputPreview } from "#components/prediction/output/output-preview.tsx";
import { formatMoment } from "#components/ui/relative-time.tsx";
import type { InputValues } from "#contract/inputs/values.ts";
import type { SharedPrediction } from "#contract/share.ts";
import { SharedSettingsList } from "./shared-settings.tsx";

type SharedViewProps = { shared: SharedPrediction };

/** What a share shows: the same on its page and where its sender looks at it first. */
export function SharedView({ shared }: SharedViewProps) {
  return (
    <div className="grid grid-cols-1 gap-8">
      <SharedInput inputs={shared.inputs} />
      <section aria-label="Output" className="glass p-4 sm:p-5">
        <SharedOutput shared={shared} />
      </section>
      {shared.settings && <SharedSettingsList settings={shared.settings} />}
      <p className="text-sm text-muted">
        Made <time dateTime={shared.made_at}>{formatMoment(shared.made_at)}</time>
      </p>
    </div>
  );
}

function SharedOutput({ shared: { output, inputs } }: SharedViewProps) {
  if (!output) return <p className="text-muted">The output was not shared.</p>;
  if (output.text === "") return <p className="text-muted">Nothing was written.</p>;
  if (!output.declaration)
    return <p className="code whitespace-pre-wrap break-words">{output.text}</p>;
  const input: InputValues = Object.fromEntries(
    inputs.flatMap(({ name, value }) => (value === null ? [] : [[name, value]])),
  );
  return (
    <OutputPreview
      declaration={output.declaration}
      input={input}
      output={output.text}
      violations={output.violations}
    />
  );
}

function SharedInput({ inputs }: Pick<SharedPrediction, "inputs">) {
  return (
    <section aria-label="Input" className="grid grid-cols-1 gap-5">
      {inputs.map(({ name, title, value, is_left_out: isLeftOut }) => (
        <div key={name}>
          <p className="mb-1.5 font-medium">{title}</p>
          {isLeftOut ? (
            <p className="text-muted">This was not shared.</p>
          ) : (
            <InputValue input={undefined} value={value} />
          )}
        </div>
      ))}
    </section>
  );
}
