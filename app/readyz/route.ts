import { findObstacles } from "#server/readiness.ts";
import { json } from "#server/route.ts";

export const dynamic = "force-dynamic";

export async function GET() {
  const obstacles = await findObstacles();
  return json({ ready: obstacles.length === 0, obstacles }, obstacles.length === 0 ? 200 : 503);
}
