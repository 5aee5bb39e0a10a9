import type { ReactNode } from "react";
import { ScrollRegion } from "#components/ui/scroll-region.tsx";

type FactsTableProps = {
  id: string;
  title: string;
  intro: ReactNode;
  columns: string[];
  /** The first cell of each names its row. */
  rows: { key: string; cells: ReactNode[] }[];
};

/** A table under a heading, which scrolls by itself where the window is narrow. */
export function FactsTable({ id, title, intro, columns, rows }: FactsTableProps) {
  return (
    <div className="mt-14">
      <h2 id={id} className="text-xl font-medium tracking-tight">
        {title}
      </h2>
      <p className="mt-2 max-w-[44rem] text-muted text-pretty">{intro}</p>
      <ScrollRegion labelledBy={id} className="relative mt-4 overflow-x-auto">
        <table className="w-full min-w-[40rem] text-left text-sm">
          <caption className="sr-only">{title}</caption>
          <thead>
            <tr className="border-b border-edge align-bottom text-muted">
              {columns.map((column) => (
                <th key={column} scope="col" className="px-2 pb-2 font-normal first:pl-0">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, cells: [name, ...cells] }) => (
              <tr key={key} className="border-b border-line align-top">
                <th scope="row" className="code py-2.5 pr-2 font-normal">
                  {name}
                </th>
                {cells.map((cell, at) => (
                  <td key={columns[at + 1]} className="px-2 py-2.5">
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </div>
  );
}
