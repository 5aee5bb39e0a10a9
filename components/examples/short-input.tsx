import { labelOf } from "#components/prediction/input-value.tsx";
import { PlainImage } from "#components/ui/plain-image.tsx";
import { imageSource } from "#contract/files.ts";
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
      {Object.entries(input).map(([name, value]) => {
        const declared = inputs.find((each) => each.name === name);
        return (
          <div key={name}>
            <dt className="text-muted">{declared?.title ?? name}</dt>
            <dd className="break-words">
              <ShortValue input={declared} value={value} />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

type ShortValueProps = { input: InputDeclaration | undefined; value: JsonValue };

function ShortValue({ input, value }: ShortValueProps) {
  const source = input?.type === "image" ? imageSource(value) : null;
  if (source) return <PlainImage source={source} alt="" className="mt-1 h-20 rounded-md" />;
  // Its address, or the whole of it in letters, says nothing.
  return input?.type === "file" ? "A file" : beginningOf(textOf(input, value), charactersMax);
}

function textOf(input: InputDeclaration | undefined, value: JsonValue): string {
  if (typeof value === "string") return labelOf(input, value);
  const texts = textsOf(value).map((text) => labelOf(input, text));
  return texts.length > 0 ? texts.join(", ") : JSON.stringify(value);
}
