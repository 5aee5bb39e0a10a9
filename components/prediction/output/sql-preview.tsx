"use client";

import { format, type SqlLanguage } from "sql-formatter";
import { CodePanel } from "#components/ui/code-panel.tsx";
import { FoldedText } from "#components/ui/folded-text.tsx";

type SqlPreviewProps = { sql: string; dialect: SqlLanguage };

/** A query laid out to be read; one that cannot be parsed is shown as it was written. */
export function SqlPreview({ sql, dialect }: SqlPreviewProps) {
  const formatted = tryFormat(sql, dialect);
  if (formatted === null) return <CodePanel title="SQL as the model wrote it" text={sql} wraps />;
  return (
    <>
      <CodePanel title="SQL" text={formatted} wraps />
      {formatted !== sql && (
        <div className="mt-4">
          <FoldedText title="the text as the model wrote it" text={sql} />
        </div>
      )}
    </>
  );
}

function tryFormat(sql: string, language: SqlLanguage): string | null {
  try {
    return format(sql, { language, keywordCase: "upper" });
  } catch {
    return null;
  }
}
