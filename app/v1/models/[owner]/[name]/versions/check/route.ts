import { z } from "zod";
import { getViewer } from "#app/viewer.ts";
import { requireMayManage } from "#server/access.ts";
import { checkDraft, DRAFT_BYTES_MAX, draftFiles } from "#server/drafts.ts";
import { readBody } from "#server/request-body.ts";
import { json, requireSameOrigin, route } from "#server/route.ts";

type Context = RouteContext<"/v1/models/[owner]/[name]/versions/check">;

const body = z.strictObject({ files: draftFiles });

export const POST = route(async (request, context: Context) => {
  requireSameOrigin(request);
  const [model, viewer] = [await context.params, await getViewer()];
  requireMayManage(viewer, model); // before so large a body is read
  const { files } = await readBody(request, body, DRAFT_BYTES_MAX);
  return json(await checkDraft(model, files, viewer));
});
