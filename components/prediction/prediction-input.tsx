import type { InputDeclaration } from "#contract/inputs/declaration.ts";
import type { InputValues } from "#contract/inputs/values.ts";
import type { JsonValue } from "#contract/json.ts";
import type { Prediction } from "#contract/prediction.ts";
import { InputValue } from "./input-value.tsx";

type PredictionInputProps = { prediction: Prediction; inputs: InputDeclaration[] };

/** What was asked, as it was asked. */
export function PredictionInput({ prediction, inputs }: PredictionInputProps) {
  return (
    <section aria-label="Input" className="flex flex-col gap-6">
      {inFormOrder(prediction.input, inputs).map(([name, value]) => {
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

/** The database keeps no order; what is no longer declared comes last. */
function inFormOrder(values: InputValues, inputs: InputDeclaration[]): [string, JsonValue][] {
  const places = new Map(inputs.map(({ name }, place) => [name, place]));
  const placeOf = ([name]: [string, JsonValue]) => places.get(name) ?? inputs.length;
  return Object.entries(values).toSorted((a, b) => placeOf(a) - placeOf(b));
}
