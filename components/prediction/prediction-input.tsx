import type { InputDeclaration } from "#contract/inputs/declaration.ts";
import type { Prediction } from "#contract/prediction.ts";
import { InputValue } from "./input-value.tsx";

type PredictionInputProps = { prediction: Prediction; inputs: InputDeclaration[] };

/** What was asked, as it was asked. */
export function PredictionInput({ prediction, inputs }: PredictionInputProps) {
  return (
    <section aria-label="Input" className="flex flex-col gap-6">
      {Object.entries(prediction.input).map(([name, value]) => {
        const input = inputs.find((declared) => declared.name === name);
        return (
          <div key={name}>
            <h2 className="mb-1.5 flex items-baseline justify-between gap-4 font-medium">
              {input?.title ?? name}
              {Array.isArray(value) && (
                <span className="text-sm font-normal text-muted tabular-nums">{value.length}</span>
              )}
            </h2>
            <InputValue input={input} value={value} />
          </div>
        );
      })}
      {prediction.data_removed && <p className="text-muted">The input was removed.</p>}
    </section>
  );
}
