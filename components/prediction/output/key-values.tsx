import type { OutputColumn } from "#contract/outputs/declaration.ts";
import { cellText, type Row } from "#contract/outputs/read-output.ts";

type KeyValuesProps = { fields: OutputColumn[]; row: Row };

export function KeyValues({ fields, row }: KeyValuesProps) {
  return (
    <dl className="border-t border-line">
      {fields.map((field) => (
        <div
          key={field.name}
          className="grid gap-x-4 border-b border-line py-2.5 sm:grid-cols-[10rem_minmax(0,1fr)]"
        >
          <dt className="text-sm leading-7 text-muted">{field.title ?? field.name}</dt>
          <dd className="leading-7 break-words whitespace-pre-wrap">
            {cellText(field, row[field.name]) || <span className="text-muted">not given</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
