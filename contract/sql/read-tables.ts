/** A table as a query may use it. */
export type SqlTable = { name: string; columns: string[] };

/** More than this would make a grammar that takes an engine longer to read than the query to write. */
const TABLES_MAX = 12;
const NAMES_MAX = 150;
const CHARACTERS_MAX = 4_000;

/** Of types such as DECIMAL(10, 2). */
const sized = /\(\s*\d+\s*(,\s*\d+\s*)?\)/g;

/** Of keys and checks, as in REFERENCES users(id). */
const constrained = /\b(references\s+\S+?|primary\s+key|foreign\s+key|unique|check)\s*\([^()]*\)/gi;

/** What stands in a CREATE TABLE where a column could. */
const constraintWords = new Set("primary foreign unique check constraint key index".split(" "));

/**
 * The tables that a text describes, as `name(column, column)` or as CREATE TABLE statements; types and constraints are
 * passed over.
 */
export function readTables(text: string): SqlTable[] {
  const bare = text.replace(sized, "").replace(constrained, "");
  const tables = new Map<string, SqlTable>();
  for (const [, name = "", inside = ""] of bare.matchAll(/([\w".`[\]]+)\s*\(([^()]*)\)/g)) {
    const columns = [...new Set(inside.split(",").flatMap(columnOf))];
    if (columns.length > 0) tables.set(name, { name, columns });
  }
  return [...tables.values()];
}

/** Whether a grammar can hold a query to these tables: there are some, not too many, and none by a name that SQL would want in quotes. */
export function canHoldTo(tables: SqlTable[]): boolean {
  const names = tables.flatMap(({ name, columns }) => [name, ...columns]);
  const isSmall =
    tables.length <= TABLES_MAX &&
    names.length <= NAMES_MAX &&
    names.join("").length <= CHARACTERS_MAX;
  return tables.length > 0 && isSmall && names.every(isPlain);
}

function columnOf(declared: string): string[] {
  const [name = ""] = declared.trim().split(/\s+/);
  return name === "" || constraintWords.has(name.toLowerCase()) ? [] : [name];
}

/** Words that SQL takes for its own, of those that people call tables and columns by. */
const reserved = new Set(
  "all and as asc between by case check desc distinct drop else end exists from group having if in index is join key like limit not null on or order primary references select set table then to transaction union unique update values when where with".split(
    " ",
  ),
);

const isPlain = (name: string): boolean =>
  /^[A-Za-z_]\w*$/.test(name) && !reserved.has(name.toLowerCase());
