import dynamic from "next/dynamic";
import { CodePanel } from "#components/ui/code-panel.tsx";
import { FoldedText } from "#components/ui/folded-text.tsx";
import { type InputValues, textsOf } from "#contract/inputs/values.ts";
import type { JsonValue } from "#contract/json.ts";
import type { OutputDeclaration } from "#contract/outputs/declaration.ts";
import { editOf, type Row, readOutput, rowsOf } from "#contract/outputs/read-output.ts";
import { HoneycombQueryPreview } from "./honeycomb-query-preview.tsx";
import { JsonTree } from "./json-tree.tsx";
import { KeyValues } from "./key-values.tsx";
import { TablePreview } from "./table-preview.tsx";
import { Violations } from "./violations.tsx";

// With libraries of their own, which only the pages of such models need.
const Markdown = dynamic(() => import("#components/ui/markdown.tsx").then((m) => m.Markdown));
const SqlPreview = dynamic(() => import("./sql-preview.tsx").then((m) => m.SqlPreview));
const DiffPreview = dynamic(() => import("./diff-preview.tsx").then((m) => m.DiffPreview));

type OutputPreviewProps = {
  declaration: OutputDeclaration;
  input: InputValues;
  output: string;
  violations: string[];
};

/** A finished output in the form that its reader knows; one that breaks its form is shown as it is, and marked. */
export function OutputPreview(props: OutputPreviewProps) {
  const { declaration, input, output, violations } = props;
  if (declaration.kind === "honeycomb-query")
    return (
      <HoneycombQueryPreview
        output={output}
        columns={textsOf(input[declaration.columns])}
        violations={violations}
      />
    );
  const read = readOutput(declaration, input, output);
  if (!read.ok)
    return (
      <>
        <Violations title="This output does not have its form" violations={violations} />
        <CodePanel title="the text as the model wrote it" text={output} wraps />
      </>
    );
  return (
    <>
      {violations.length > 0 && (
        <Violations title="Look at this output with care" violations={violations} />
      )}
      <ReadPreview declaration={declaration} input={input} value={read.value} />
      {typeof read.value !== "string" && (
        <div className="mt-4">
          <FoldedText title="the text as the model wrote it" text={output} />
        </div>
      )}
    </>
  );
}

type ReadPreviewProps = {
  declaration: Exclude<OutputDeclaration, { kind: "honeycomb-query" }>;
  input: InputValues;
  value: JsonValue;
};

function ReadPreview({ declaration, input, value }: ReadPreviewProps) {
  switch (declaration.kind) {
    case "text":
      return <p className="whitespace-pre-wrap break-words">{String(value)}</p>;
    case "markdown":
      return <Markdown text={String(value)} />;
    case "code":
      return <CodePanel title={declaration.language} text={String(value)} />;
    case "sql":
      return <SqlPreview sql={String(value)} dialect={declaration.dialect ?? "sql"} />;
    case "json":
      return <JsonTree value={value} />;
    case "table":
      return <TablePreview columns={declaration.columns} rows={rowsOf(value)} />;
    case "key-values":
      return <KeyValues fields={declaration.fields} row={value as Row} />;
    case "diff":
      return <DiffPreview before={String(input[declaration.input] ?? "")} {...editOf(value)} />;
  }
}
