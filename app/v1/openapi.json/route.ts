import { apiDocument } from "#contract/api/document.ts";
import { absoluteUrl } from "#server/presentation.ts";
import { json, route } from "#server/route.ts";

export const GET = route(async () => json(apiDocument(new URL(absoluteUrl("/")).origin)));
