import { getViewer } from "#app/viewer.ts";
import { json, route } from "#server/route.ts";
import { getWebhookSecret } from "#server/webhooks/signature.ts";

export const GET = route(async () => json(await getWebhookSecret(await getViewer())));
