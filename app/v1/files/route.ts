import { getOrAdmitViewer, getViewer } from "#app/viewer.ts";
import { FILE_BYTES_MAX } from "#contract/files.ts";
import { requireScope } from "#server/access.ts";
import { listFiles } from "#server/files/file-list.ts";
import { createFile, fileIn } from "#server/files/files.ts";
import { readMultipart } from "#server/request-body.ts";
import { json, requireSameOrigin, route } from "#server/route.ts";

/** What a form says around its file. */
const FRAME_BYTES_MAX = 64 * 1024;

export const POST = route(async (request) => {
  requireSameOrigin(request);
  const viewer = await getOrAdmitViewer();
  requireScope(viewer, "run");
  const form = await readMultipart(request, FILE_BYTES_MAX + FRAME_BYTES_MAX);
  return json(await createFile(fileIn(form), viewer), 201);
});

export const GET = route(async (request) =>
  json(await listFiles(await getViewer(), new URL(request.url).searchParams.get("cursor"))),
);
