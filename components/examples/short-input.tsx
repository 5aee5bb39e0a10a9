import { beginningOf } from "#contract/inputs/characters.ts";
import type { InputDeclaration } from "#contract/inputs/declaration.ts";
import { type InputValues, textsOf } from "#contract/inputs/values.ts";
import type { JsonValue } from "#contract/json.ts";

const charactersMax = 160;

type ShortInputProps = { input: InputValues; inputs: InputDeclaration[] };

/** What was asked, as far as it takes to recognise it. */
export function ShortInput({ input, inputs }: ShortInputProps) {
  return (
    <dl className="grid grid-cols-1 gap-2 text-sm">
      {Object.entries(input).map(([name, value]) => (
        <div key={name}>
          <dt className="text-muted">{inputs.find((each) => each.name === name)?.title ?? name}</dt>
          <dd className="break-words">{beginningOf(textOf(value), charactersMax)}</dd>
        </div>
      ))}
    </dl>
  );
}

function textOf(value: JsonValue): string {
  if (typeof value === "string") return value;
  const texts = textsOf(value);
  return texts.length > 0 ? texts.join(", ") : JSON.stringify(value);
}
