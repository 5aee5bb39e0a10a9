import { newId } from "#server/ids.ts";
import { query } from "./sql.ts";

/** A prediction as far as the log shows it. */
type LogRow = {
  version: string;
  at: string;
  id?: string;
  state?: "queued" | "running" | "succeeded" | "failed" | "canceled";
  source?: "web" | "api";
  input?: string;
  output?: string | null;
  violates?: boolean;
};

/** A model with versions that nothing but the log is asked about. */
export async function insertModel(url: string, owner: string, name: string, versions: string[]) {
  await query(
    url,
    `WITH model AS (
       INSERT INTO models (id, owner, name, visibility) VALUES (gen_random_uuid(), $1, $2, 'public')
       RETURNING id
     )
     INSERT INTO versions (id, model_id, definition, example)
     SELECT unnest($3::text[]), id, '{}', '{}' FROM model`,
    [owner, name, versions],
  );
  await query(url, "UPDATE models SET latest_version_id = $3 WHERE owner = $1 AND name = $2", [
    owner,
    name,
    versions[0],
  ]);
}

/** Stores predictions that no engine has made; returns their ids in the same order. */
export async function insertRows(url: string, rows: LogRow[]): Promise<string[]> {
  const whole = rows.map((row) => ({
    ...{ id: newId(Date.parse(row.at)), state: "succeeded", source: "web" },
    ...{ input: "a question", output: "an answer", violates: false, ...row },
  }));
  await query(
    url,
    `INSERT INTO predictions (id, model_id, version_id, created_at, source, state, worker, lease_until,
       completed_at, seed, input_sha, input_preview, output_preview, has_violations)
     SELECT r.id, v.model_id, v.id, r.at, r.source::prediction_source, r.state::prediction_state,
       'nobody', now() + interval '1 day', r.at, 1, repeat('0', 64), r.input, r.output, r.violates
     FROM jsonb_to_recordset($1) AS r(id text, version text, at timestamptz, source text, state text,
       input text, output text, violates boolean)
     JOIN versions v ON v.id = r.version`,
    [JSON.stringify(whole)],
  );
  return whole.map(({ id }) => id);
}

/** Takes stored predictions away again: what an installation says of its past is for others to read as well. */
export async function deleteRows(url: string, ids: string[]): Promise<void> {
  await query(url, "DELETE FROM predictions WHERE id = ANY($1)", [ids]);
}
