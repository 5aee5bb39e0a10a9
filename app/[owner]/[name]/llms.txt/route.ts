import { getViewer } from "#app/viewer.ts";
import { describeForLanguageModels } from "#server/llms-text.ts";
import { plainText, route } from "#server/route.ts";

type Context = RouteContext<"/[owner]/[name]/llms.txt">;

export const GET = route(async (_request, context: Context) => {
  const { owner, name } = await context.params;
  return plainText(await describeForLanguageModels(owner, name, await getViewer()));
});
