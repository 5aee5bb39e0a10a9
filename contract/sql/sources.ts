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
  const linked = pairs.filter((pair) => linksOf(pair).length > 0);
  const joinable = linked.length > 0 ? linked : pairs.slice(0, PAIRS_MAX);
  return { single: tables.map(one), joined: joinable.map(join) };
}

/** Of tables without keys: those of four. */
const PAIRS_MAX = 12;

type Pair = { left: SqlTable; right: SqlTable };
const pairOf = (left: SqlTable, right: SqlTable): Pair[] =>
  left === right ? [] : [{ left, right }];

function one({ name, columns }: SqlTable, index: number): Source {
  return {
    id: `table${index}`,
    from: quoteGbnf(name),
    columns: columns.map((column) => ({ written: column, name: column })),
    stars: ["*"],
  };
}

function join(pair: Pair, index: number): Source {
  const { left, right } = pair;
  const links = linksOf(pair);
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

/** How two tables belong together: `orders.customer_id = customers.id`. */
function linksOf({ left, right }: Pair): string[] {
  return [...keysOf(left, right), ...keysOf(right, left).map(turned)];
}

function keysOf(child: SqlTable, parent: SqlTable): string[] {
  if (!parent.columns.includes("id")) return [];
  const keys = child.columns.filter((column) => meansOneOf(column, parent.name));
  return keys.map((key) => `${child.name}.${key} = ${parent.name}.id`);
}

/** The table on the left stands first, as in the join. */
const turned = (link: string): string => link.split(" = ").reverse().join(" = ");

/** Whether a key such as `city_id` means one of the `cities`. */
function meansOneOf(column: string, table: string): boolean {
  const [, stem] = /^(\w+)_id$/.exec(column.toLowerCase()) ?? [];
  if (stem === undefined) return false;
  const many = table.toLowerCase();
  return [stem, `${stem}s`, `${stem}es`, stem.replace(/y$/, "ies")].includes(many);
}
