import { quoteGbnf } from "../literal-trie.ts";
import type { SqlTable } from "./read-tables.ts";

/** What a query reads: one table, or two joined. */
export type Source = {
  /** What its rules are called by. */
  id: string;
  /** GBNF of what stands behind FROM. */
  from: string;
  columns: { written: string; name: string }[];
  /** All columns, or all of one of two tables. */
  stars: string[];
};

/** Each table, and each two that can be joined: by the keys that their names tell, or where none does, by any columns. */
export function sourcesOf(tables: SqlTable[]): { single: Source[]; joined: Source[] } {
  const pairs = tables.flatMap((left) => tables.flatMap((right) => pairOf(left, right)));
  const linked = pairs.filter(({ links }) => links.length > 0);
  const joinable = linked.length > 0 ? linked : pairs.slice(0, PAIRS_MAX);
  return { single: tables.map(one), joined: joinable.map(join) };
}

/** Of tables without keys: those of four. */
const PAIRS_MAX = 12;

/** `links` are the ways in which their keys put them together, such as `orders.customer_id = customers.id`. */
type Pair = { left: SqlTable; right: SqlTable; links: string[] };

function pairOf(left: SqlTable, right: SqlTable): Pair[] {
  if (left === right) return [];
  const forth = keysTo(right, left).map((key) => `${left.name}.${key} = ${right.name}.id`);
  const back = keysTo(left, right).map((key) => `${left.name}.id = ${right.name}.${key}`);
  return [{ left, right, links: [...forth, ...back] }];
}

function one({ name, columns }: SqlTable, index: number): Source {
  return {
    id: `table${index}`,
    from: quoteGbnf(name),
    columns: columns.map((column) => ({ written: column, name: column })),
    stars: ["*"],
  };
}

function join({ left, right, links }: Pair, index: number): Source {
  const any = (table: SqlTable) => `(${qualified(table).map(quoteGbnf).join(" | ")})`;
  const on =
    links.length > 0 ? links.map(quoteGbnf).join(" | ") : `${any(left)} " = " ${any(right)}`;
  return {
    id: `join${index}`,
    from: `${quoteGbnf(`${left.name} JOIN ${right.name} ON `)} (${on})`,
    columns: [left, right].flatMap((table) =>
      table.columns.map((name) => ({ written: `${table.name}.${name}`, name })),
    ),
    stars: [`${left.name}.*`, `${right.name}.*`, "*"],
  };
}

const qualified = ({ name, columns }: SqlTable) => columns.map((column) => `${name}.${column}`);

const keysTo = (parent: SqlTable, child: SqlTable): string[] =>
  parent.columns.includes("id")
    ? child.columns.filter((column) => meansOneOf(column, parent.name))
    : [];

/** Whether a key such as `city_id` means one of the `cities`. */
function meansOneOf(column: string, table: string): boolean {
  const [, stem] = /^(\w+)_id$/.exec(column.toLowerCase()) ?? [];
  if (stem === undefined) return false;
  const many = table.toLowerCase();
  return [stem, `${stem}s`, `${stem}es`, stem.replace(/y$/, "ies")].includes(many);
}
