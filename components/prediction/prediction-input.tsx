import type { InputDeclaration } from "#contract/inputs/declaration.ts";
import { textsOf } from "#contract/inputs/values.ts";
import type { Prediction } from "#contract/prediction.ts";

type PredictionInputProps = { prediction: Prediction; inputs: InputDeclaration[] };

/** What was asked, as it was asked. */
export function PredictionInput({ prediction, inputs }: PredictionInputProps) {
  return (
    <section aria-label="Input" className="flex flex-col gap-6">
      {Object.entries(prediction.input).map(([name, value]) => (
        <div key={name}>
          <h2 className="mb-1.5 flex items-baseline justify-between gap-4 font-medium">
            {inputs.find((input) => input.name === name)?.title ?? name}
            {Array.isArray(value) && (
              <span className="text-sm font-normal text-muted tabular-nums">{value.length}</span>
            )}
          </h2>
          {Array.isArray(value) ? (
            <Items items={textsOf(value)} />
          ) : (
            <p className="rounded-lg border border-line px-3.5 py-2.5 whitespace-pre-wrap break-words">
              {typeof value === "string" ? value : JSON.stringify(value)}
            </p>
          )}
        </div>
      ))}
      {prediction.data_removed && <p className="text-muted">The input was removed.</p>}
    </section>
  );
}

function Items({ items }: { items: string[] }) {
  return (
    <section
      aria-label="Items"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
      tabIndex={0}
      className="max-h-56 overflow-y-auto rounded-lg border border-line p-2"
    >
      <ul className="flex flex-wrap gap-1.5">
        {items.map((item) => (
          <li key={item} className="code max-w-full rounded-md bg-sunken px-2 py-0.5 break-all">
            {item}
          </li>
        ))}
      </ul>
    </section>
  );
}
