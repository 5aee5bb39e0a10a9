import type { Database, SqlJsStatic, SqlValue } from "sql.js";

/** A value as it is shown; bytes are told by how many there are. */
export type SqlCell = string | number | null;

/** What came of a query on a model's sample data. */
export type SqlTrial =
  | { ok: true; columns: string[]; rows: SqlCell[][]; isCut: boolean }
  /** A sentence that says why there are no rows, and the tables that there are. */
  | { ok: false; complaint: string; tables: string[] };

/** Bytes that SQLite may use for the sample data and the query together. */
const MEMORY_MAX = 64 * 1024 * 1024;
const ROWS_MAX = 1_000;

/** Runs one statement on a fresh database that holds nothing but the sample data, and that nobody sees again. */
export function runOnSample(sqlite: SqlJsStatic, sample: string, query: string): SqlTrial {
  const database = new sqlite.Database();
  try {
    const broken = load(database, sample);
    if (broken) return { ok: false, complaint: broken, tables: [] };
    return runQuery(database, query);
  } finally {
    database.close();
  }
}

function load(database: Database, sample: string): string | null {
  try {
    database.run(`PRAGMA hard_heap_limit = ${MEMORY_MAX}`);
    database.run(sample);
    // A query that would change the data says so, instead of showing nothing.
    database.run("PRAGMA query_only = 1");
    return null;
  } catch (error) {
    return `The sample data of this model cannot be loaded: ${messageOf(error)}.`;
  }
}

function runQuery(database: Database, query: string): SqlTrial {
  try {
    return { ok: true, ...readRows(database, query) };
  } catch (error) {
    const complaint = `SQLite cannot run this query: ${messageOf(error)}.`;
    return { ok: false, complaint, tables: tablesOf(database) };
  }
}

function readRows(database: Database, query: string) {
  const statements = database.iterateStatements(query);
  const { value: statement, done } = statements.next();
  if (done) throw new Error("it holds no statement");
  const columns = statement.getColumnNames();
  const rows: SqlCell[][] = [];
  while (rows.length <= ROWS_MAX && statement.step()) rows.push(statement.get().map(cellOf));
  if (!statements.next().done)
    throw new Error("it holds several statements, of which none was kept");
  return { columns, rows: rows.slice(0, ROWS_MAX), isCut: rows.length > ROWS_MAX };
}

const cellOf = (value: SqlValue): SqlCell =>
  value instanceof Uint8Array ? `${value.length} bytes` : value;

/** Each table with its columns, as a prompt names them. */
function tablesOf(database: Database): string[] {
  const [found] = database.exec(
    `SELECT t.name || '(' || (SELECT group_concat(c.name, ', ') FROM pragma_table_info(t.name) c) || ')'
     FROM sqlite_schema t WHERE t.type = 'table' ORDER BY t.rowid`,
  );
  return found?.values.map(([table]) => String(table)) ?? [];
}

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
