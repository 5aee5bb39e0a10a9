import { ScrollRegion } from "#components/ui/scroll-region.tsx";
import type { OutputColumn } from "#contract/outputs/declaration.ts";
import { cellText, type Row } from "#contract/outputs/read-output.ts";

type TablePreviewProps = { columns: OutputColumn[]; rows: Row[] };

/** What a row was read from comes last, wherever the model writes it. */
export function TablePreview({ columns: declared, rows }: TablePreviewProps) {
  const columns = declared.toSorted((a, b) => Number(isSource(a)) - Number(isSource(b)));
  if (rows.length === 0) return <p className="text-muted">The table has no rows.</p>;
  return (
    <ScrollRegion label="Table" className="max-h-[36rem] overflow-auto">
      <table className="w-full border-collapse text-left text-sm">
        <thead>
          <tr className="border-b border-edge">
            {columns.map((column) => (
              <th
                key={column.name}
                scope="col"
                className={`px-3 py-2 font-medium first:pl-0 ${alignmentOf(column)}`}
              >
                {column.title ?? column.name}
                {column.unit && <span className="font-normal text-muted"> ({column.unit})</span>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows may be alike, and never move
            <tr key={index} className="border-b border-line align-top">
              {columns.map(({ unit: _unit, ...column }) => (
                <td key={column.name} className={`px-3 py-2 first:pl-0 ${alignmentOf(column)}`}>
                  {cellText(column, row[column.name])}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}

const isSource = ({ evidence, quotes }: OutputColumn): boolean =>
  evidence !== undefined && quotes !== "phrases";

const alignmentOf = ({ type }: OutputColumn): string =>
  type === "number" || type === "integer"
    ? "text-right tabular-nums whitespace-nowrap"
    : "min-w-24 break-words";
