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
      {inFormOrder(prediction.raw ? asTurns(prediction.input) : prediction.input, inputs).map(
        ([name, value]) => {
          const input = inputs.find((declared) => declared.name === name);
          return (
            <div key={name}>
              <h2 className="mb-1.5 flex items-baseline justify-between gap-4 font-medium">
                {input?.title ?? name}
                {Array.isArray(value) && (
                  <span className="text-sm font-normal text-muted tabular-nums">
                    {value.length}
                  </span>
                )}
              </h2>
              <InputValue input={input} value={value} />
            </div>
          );
        },
      )}
      {prediction.data_removed && <p className="text-muted">The input was removed.</p>}
    </section>
  );
}

/** A chat as a text for each turn: nobody reads it as JSON. */
function asTurns({ messages, ...rest }: InputValues): InputValues {
  const turns = Array.isArray(messages) ? messages : [];
  const texts = turns.map((turn, index) => {
    const { role, content } = turn as { role: string; content: JsonValue };
    return [`${index + 1}. ${role}`, textOf(content)];
  });
  return { ...rest, ...Object.fromEntries(texts) };
}

/** OpenAI's clients may send a text in parts. */
function textOf(content: JsonValue): string {
  if (!Array.isArray(content)) return String(content);
  return content.map((part) => (part as { text: string }).text).join("");
}

/** The database keeps no order; what is no longer declared comes last. */
function inFormOrder(values: InputValues, inputs: InputDeclaration[]): [string, JsonValue][] {
  const places = new Map(inputs.map(({ name }, place) => [name, place]));
  const placeOf = ([name]: [string, JsonValue]) => places.get(name) ?? inputs.length;
  return Object.entries(values).toSorted((a, b) => placeOf(a) - placeOf(b));
}
