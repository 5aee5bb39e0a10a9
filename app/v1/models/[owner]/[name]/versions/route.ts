import { z } from "zod";
import { getViewer } from "#app/viewer.ts";
import { requireMayManage } from "#server/access.ts";
import { DRAFT_BYTES_MAX, draftFiles, publishDraft } from "#server/drafts.ts";
import { readBody } from "#server/request-body.ts";
import { json, requireSameOrigin, route } from "#server/route.ts";
import { listVersions, presentVersion } from "#server/versions.ts";

type Context = RouteContext<"/v1/models/[owner]/[name]/versions">;

export const GET = route(async (_request, context: Context) => {
  const { owner, name } = await context.params;
  const versions = await listVersions(owner, name, await getViewer());
  return json({ previous: null, next: null, results: versions.map(presentVersion) });
});

const body = z.strictObject({ files: draftFiles, base: z.string() });

export const POST = route(async (request, context: Context) => {
  requireSameOrigin(request);
  const [model, viewer] = [await context.params, await getViewer()];
  requireMayManage(viewer, model); // before so large a body is read
  const draft = await readBody(request, body, DRAFT_BYTES_MAX);
  const version = await publishDraft(model, draft, viewer);
  return json(presentVersion(version), 201);
});
