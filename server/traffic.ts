import type { BaseTraffic, EngineModelView } from "#contract/engine.ts";
import { database } from "./database.ts";

const DAYS_MAX = 7;
/** A rate by the hour needs at least one. */
const HOURS_MIN = 1;

/** How often each base was asked for in the last week, and how long a prediction on it takes, for the bases that engines have. */
export async function measureTraffic(models: EngineModelView[]): Promise<BaseTraffic[]> {
  const rows = await measureBases();
  return rows.flatMap(({ id, name, predictions, hours, serviceMs }) => {
    const ours = models.filter((each) => each.id === id);
    const model = ours.find(({ load_seconds }) => load_seconds !== null) ?? ours[0];
    if (!model) return [];
    return {
      ...{ id, name, predictions, days: hours / 24, requests_per_hour: predictions / hours },
      service_seconds: serviceMs === null ? null : serviceMs / 1_000,
      cold_start_seconds: model.load_seconds,
      idle_seconds: model.idle_seconds,
    };
  });
}

type Row = {
  id: string;
  name: string;
  predictions: number;
  hours: number;
  serviceMs: number | null;
};

/** Adapters of one base share it, so what is asked of all of them adds up. */
function measureBases(): Promise<Row[]> {
  return database().$queryRaw<Row[]>`
    WITH observed AS (
      SELECT greatest(now() - make_interval(days => ${DAYS_MAX}), min(created_at)) AS since
      FROM predictions
    )
    SELECT coalesce(v.definition->'weights'->>'sha256', v.definition->'weights'->>'name') AS id,
      max(v.definition->'weights'->>'name') AS name,
      count(*)::int AS predictions,
      greatest(${HOURS_MIN}, EXTRACT(EPOCH FROM now() - max(o.since)) / 3600)::float8 AS hours,
      avg(p.predict_ms) FILTER (WHERE p.state = 'succeeded') AS "serviceMs"
    FROM observed o
    JOIN predictions p ON p.created_at >= o.since
    JOIN versions v ON v.id = p.version_id
    GROUP BY 1 ORDER BY 3 DESC, 1`;
}
