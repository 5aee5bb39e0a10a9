import { ScrollRegion } from "#components/ui/scroll-region.tsx";
import { downloadPath, imageSource } from "#contract/files.ts";
import type { InputDeclaration } from "#contract/inputs/declaration.ts";
import { textsOf } from "#contract/inputs/values.ts";
import type { JsonValue } from "#contract/json.ts";
import { ImageValue } from "./image-value.tsx";

type InputValueProps = {
  /** Undefined where it was declared once and is no longer. */
  input: InputDeclaration | undefined;
  value: JsonValue;
};

/** A value that was given, as its field showed it. */
export function InputValue({ input, value }: InputValueProps) {
  const source = !input || input.type === "image" ? imageSource(value) : null;
  if (source) return <ImageValue source={source} alt="What was given" />;
  const file = input?.type === "file" && typeof value === "string" ? downloadPath(value) : null;
  if (file)
    return (
      <a className="link" href={file}>
        The file that was given
      </a>
    );
  if (Array.isArray(value) && value.every((item) => typeof item === "string"))
    return <Items items={textsOf(value).map((item) => labelOf(input, item))} />;
  if (typeof value === "object" && value !== null)
    return (
      <pre className="code overflow-x-auto rounded-lg border border-line px-3.5 py-2.5 whitespace-pre-wrap break-words">
        {JSON.stringify(value, null, 2)}
      </pre>
    );
  return (
    <p className="rounded-lg border border-line px-3.5 py-2.5 whitespace-pre-wrap break-words">
      {textOf(input, value)}
    </p>
  );
}

function textOf(input: InputDeclaration | undefined, value: JsonValue): string {
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (typeof value === "number") return [value, input?.unit].filter(Boolean).join(" ");
  return labelOf(input, String(value));
}

/** What a choice is called in the form. */
export function labelOf(input: InputDeclaration | undefined, value: string): string {
  if (input?.type !== "choice" && input?.type !== "choice-list") return value;
  return input.options.find((option) => option.value === value)?.label ?? value;
}

function Items({ items }: { items: string[] }) {
  return (
    <ScrollRegion
      label="Items"
      className="max-h-56 overflow-y-auto rounded-lg border border-line p-2"
    >
      <ul className="flex flex-wrap gap-1.5">
        {items.map((item) => (
          <li key={item} className="code max-w-full rounded-md bg-sunken px-2 py-0.5 break-all">
            {item}
          </li>
        ))}
      </ul>
    </ScrollRegion>
  );
}
