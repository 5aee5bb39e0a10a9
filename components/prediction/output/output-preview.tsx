import { type InputValues, textsOf } from "#contract/inputs/values.ts";
import type { OutputDeclaration } from "#contract/outputs/declaration.ts";
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
    case "honeycomb-query":
      return (
        <HoneycombQueryPreview
          output={output}
          columns={textsOf(input[declaration.columns])}
          violations={violations}
        />
      );
  }
}
