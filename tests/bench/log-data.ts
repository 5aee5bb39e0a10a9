import pg from "pg";

export const OWNER = "bench";
export const NAME = "log";
/** One of the model's that few predictions are of. */
export const RARE_VERSION = "e".repeat(64);
export const NEW_VERSION = "f".repeat(64);
const OLD_VERSION = "d".repeat(64);
const OTHER_VERSION = "c".repeat(64);

/** Texts and how many rows hold them. */
export const TEXTS = {
  common: "status",
  seldom: "quixotic",
  rare: "zeppelin",
  absent: "nowhere to be found",
  short: "%",
};

const SECONDS_APART = 30;

/**
 * Fills a database whose tables are empty with `count` predictions, four fifths of them of one model: mostly succeeded,
 * mostly from the page, with texts of words as unevenly common as words are.
 */
export async function fillLog(url: string, count: number): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query("SET maintenance_work_mem = '512MB'");
    await client.query("TRUNCATE models, versions, predictions, prediction_payloads CASCADE");
    await insertModel(client, NAME, [OLD_VERSION, NEW_VERSION, RARE_VERSION]);
    await insertModel(client, "other", [OTHER_VERSION]);
    await withoutIndexes(client, () => client.query(INSERT, [count]));
    await client.query("VACUUM ANALYZE predictions");
  } finally {
    await client.end();
  }
}

async function insertModel(client: pg.Client, name: string, versions: string[]) {
  // The same ids each time, as the server remembers which model a version is of.
  await client.query("INSERT INTO models (id, owner, name) VALUES (md5($2)::uuid, $1, $2)", [
    OWNER,
    name,
  ]);
  await client.query(
    `INSERT INTO versions (id, model_id, definition, example)
     SELECT unnest($2::text[]), id, '{}', '{}' FROM models WHERE name = $1`,
    [name, versions],
  );
  await client.query("UPDATE models SET latest_version_id = $2 WHERE name = $1", [
    name,
    versions[0],
  ]);
}

/** Indexes are built faster than they grow. */
async function withoutIndexes(client: pg.Client, write: () => Promise<unknown>) {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `SELECT indexname AS name, indexdef AS definition FROM pg_indexes
     WHERE tablename = 'predictions' AND indexname <> 'predictions_pkey'`,
  );
  for (const { name } of rows) await client.query(`DROP INDEX "${name}"`);
  await write();
  for (const { definition } of rows) await client.query(definition);
}

/** Words of a vocabulary of 20,000, the first of them the most common. */
const words = (count: number, seed: string) => `(
  SELECT string_agg(left(md5(floor(20000 ^ random())::text), 4 + (random() * 5)::int), ' ')
  FROM generate_series(1, ${count} + 0 * ${seed}))`;

const INSERT = `
  WITH rows AS MATERIALIZED (
    SELECT i, random() AS a, random() AS b, random() AS c, random() AS d, random() AS e
    FROM generate_series(1, $1::bigint) i
  )
  INSERT INTO predictions (
    id, model_id, version_id, created_at, source, state, completed_at, attempt, seed, predict_ms,
    tokens_in, tokens_out, input_sha, output_sha, input_preview, output_preview, has_violations)
  SELECT lpad(i::text, 26, '0'), v.model_id, v.id,
    now() - ($1 - i) * interval '${SECONDS_APART} seconds',
    (CASE WHEN b < 0.001 THEN 'api' ELSE 'web' END)::prediction_source,
    (CASE WHEN i > $1 - 10 THEN 'queued' WHEN c < 0.97 THEN 'succeeded' WHEN c < 0.99 THEN 'failed'
      ELSE 'canceled' END)::prediction_state,
    CASE WHEN i <= $1 - 10 THEN now() END, 1, i, 500 * d, 200, 40, md5(i::text) || md5(i::text),
    md5(i::text) || md5(i::text),
    concat_ws(' ', ${words(8, "i")},
      CASE WHEN d < 0.7 THEN '${TEXTS.common}' END,
      CASE WHEN e < 0.001 THEN '${TEXTS.seldom}' END,
      CASE WHEN i % greatest($1 / 5, 1) = $1 / 10 THEN '${TEXTS.rare}' END),
    ${words(8, "i")}, d > 0.995
  FROM rows
  JOIN versions v ON v.id = CASE
    WHEN a < 0.2 THEN '${OTHER_VERSION}' WHEN a < 0.2001 THEN '${RARE_VERSION}'
    WHEN i < $1 / 2 THEN '${OLD_VERSION}' ELSE '${NEW_VERSION}' END`;
