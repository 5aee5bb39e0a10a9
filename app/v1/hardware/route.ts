import { listHardware } from "#server/hardware.ts";
import { json, route } from "#server/route.ts";

export const GET = route(async () => json(listHardware()));
