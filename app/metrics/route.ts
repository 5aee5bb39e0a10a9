import { getViewer } from "#app/viewer.ts";
import { readMetrics } from "#server/metrics.ts";
import { route } from "#server/route.ts";

export const GET = route(async () => readMetrics(await getViewer()));
