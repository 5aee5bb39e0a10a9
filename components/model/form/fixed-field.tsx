import { InputValue } from "#components/prediction/input-value.tsx";
import type { InputDeclaration } from "#contract/inputs/declaration.ts";
import type { JsonValue } from "#contract/json.ts";

/** What a model always runs with: to be read, not to be changed. */
export function FixedField({ input }: { input: InputDeclaration }) {
  return (
    <div>
      <p className="mb-1.5 font-medium">
        {input.title} <span className="font-normal text-muted">(fixed)</span>
      </p>
      <InputValue input={input} value={(input.default ?? null) as JsonValue} />
      {input.help && <p className="mt-1.5 text-sm text-muted">{input.help}</p>}
    </div>
  );
}
