import { getViewer } from "#app/viewer.ts";
import { listForLanguageModels } from "#server/llms-text.ts";
import { plainText, route } from "#server/route.ts";

export const GET = route(async () => plainText(await listForLanguageModels(await getViewer())));
