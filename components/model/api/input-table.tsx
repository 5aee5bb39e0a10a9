import type { InputRow } from "#contract/inputs/describe-schema.ts";
import { FactsTable } from "./facts-table.tsx";

type InputTableProps = {
  rows: InputRow[];
  /** The version as `/v1` sends it, with its OpenAPI schema. */
  schemaHref: string;
};

/** What a program may send. */
export function InputTable({ rows, schemaHref }: InputTableProps) {
  return (
    <FactsTable
      id="inputs"
      title="Inputs"
      intro={
        <>
          What the object input may hold. A name that is not here is refused, and so is a value out
          of bounds; the answer says which, and why. For machines, there is the same{" "}
          <a href={schemaHref} className="link text-ink">
            as OpenAPI
          </a>
          .
        </>
      }
      columns={["Name", "Type", "Required", "Default", "Bounds", "What it is"]}
      rows={rows.map((row) => ({
        key: row.name,
        cells: [
          row.name,
          <span key="type" className="code">
            {row.type}
          </span>,
          row.isRequired ? "yes" : "no",
          row.default === undefined ? (
            "none"
          ) : (
            <span key="default" className="code break-words">
              {JSON.stringify(row.default)}
            </span>
          ),
          <Bounds key="bounds" bounds={row.bounds} />,
          <span key="help" className="inline-block max-w-[24rem] text-pretty">
            {row.help}
          </span>,
        ],
      }))}
    />
  );
}

function Bounds({ bounds }: { bounds: string[] }) {
  if (bounds.length === 0) return "none";
  return (
    <ul className="max-w-[18rem] break-words">
      {bounds.map((bound) => (
        <li key={bound}>{bound}</li>
      ))}
    </ul>
  );
}
