"use client";

import { format } from "sql-formatter";
import { CodePanel } from "#components/ui/code-panel.tsx";
import { FoldedText } from "#components/ui/folded-text.tsx";
import type { OutputOf } from "#contract/outputs/declaration.ts";
import { SqlTrial } from "./sql-trial.tsx";

type SqlPreviewProps = { sql: string; declaration: OutputOf<"sql"> };

/** A query laid out to be read, and to be tried where its model brings sample data; one that cannot be parsed is shown as it was written. */
export function SqlPreview({ sql, declaration }: SqlPreviewProps) {
  const { dialect = "sql", sampleData } = declaration;
  const formatted = tryFormat(sql, dialect);
  return (
    <>
      {formatted === null ? (
        <CodePanel title="SQL as the model wrote it" text={sql} wraps />
      ) : (
        <CodePanel title="SQL" text={formatted} wraps />
      )}
      {sampleData !== undefined && <SqlTrial key={sql} sample={sampleData} query={sql} />}
      {formatted !== null && formatted !== sql && (
        <div className="mt-4">
          <FoldedText title="the text as the model wrote it" text={sql} />
        </div>
      )}
    </>
  );
}

function tryFormat(sql: string, language: NonNullable<OutputOf<"sql">["dialect"]>): string | null {
  try {
    return format(sql, { language, keywordCase: "upper" });
  } catch {
    return null;
  }
}
