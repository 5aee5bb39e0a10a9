import type { OutputDeclaration } from "#contract/definition.ts";
import type { InputValues } from "#contract/inputs.ts";
import { HoneycombQueryPreview } from "./honeycomb-query-preview.tsx";

type OutputPreviewProps = {
  declaration: OutputDeclaration;
  input: InputValues;
  output: string;
  violations: string[];
};

/** A finished output in the form that its reader knows. */
export function OutputPreview({ declaration, input, output, violations }: OutputPreviewProps) {
  switch (declaration.kind) {
    case "honeycomb-query": {
      const columns = input[declaration.columns];
      return (
        <HoneycombQueryPreview
          output={output}
          columns={Array.isArray(columns) ? columns : []}
          violations={violations}
        />
      );
    }
  }
}
