"use client";

import { lazy } from "react";
import { CodePanel } from "#components/ui/code-panel.tsx";
import { FoldedText } from "#components/ui/folded-text.tsx";
import { type InputValues, textOf } from "#contract/inputs/values.ts";
import type { JsonValue } from "#contract/json.ts";
import type { OutputDeclaration } from "#contract/outputs/declaration.ts";
import { editOf, type Row, readOutput, rowsOf } from "#contract/outputs/read-output.ts";
import { ImageValue } from "../image-value.tsx";
import { Violations } from "./violations.tsx";

// A page shows one of them, and fetches no other. No Suspense stands around them: what is in one may reach the page last, by
// a script, and a reader without JavaScript would find no output.
const Markdown = lazy(async () => ({
  default: (await import("#components/ui/markdown.tsx")).Markdown,
}));
const SqlPreview = lazy(async () => ({
  default: (await import("./sql/sql-preview.tsx")).SqlPreview,
}));
const DiffPreview = lazy(async () => ({
  default: (await import("./diff-preview.tsx")).DiffPreview,
}));
const HoneycombQueryPreview = lazy(async () => ({
  default: (await import("./honeycomb-query-preview.tsx")).HoneycombQueryPreview,
}));
const JsonTree = lazy(async () => ({
  default: (await import("./json-tree.tsx")).JsonTree,
}));
const KeyValues = lazy(async () => ({
  default: (await import("./key-values.tsx")).KeyValues,
}));
const TablePreview = lazy(async () => ({
  default: (await import("./table-preview.tsx")).TablePreview,
}));

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
    return <HoneycombQueryPreview output={output} violations={violations} />;
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
    case "image":
      return <ImageValue source={String(value)} alt="What the model made" />;
    case "code":
      return <CodePanel title={declaration.language} text={String(value)} />;
    case "sql":
      return <SqlPreview sql={String(value)} declaration={declaration} />;
    case "json":
      return <JsonTree value={value} />;
    case "table":
      return <TablePreview columns={declaration.columns} rows={rowsOf(value)} />;
    case "key-values":
      return <KeyValues fields={declaration.fields} row={value as Row} />;
    case "diff":
      return (
        <DiffPreview
          before={textOf(input[declaration.input])}
          {...editOf(declaration, input, value)}
        />
      );
  }
}
