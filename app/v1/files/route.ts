import { getOrAdmitViewer, getViewer } from "#app/viewer.ts";
import { FILE_BYTES_MAX } from "#contract/files.ts";
import { requireScope } from "#server/access.ts";
import { sha256 } from "#server/digest.ts";
import { listFiles } from "#server/files/file-list.ts";
import { createFile, fileIn } from "#server/files/files.ts";
import { makeOnce } from "#server/idempotency.ts";
import { readMultipart } from "#server/request-body.ts";
import { json, requireSameOrigin, route } from "#server/route.ts";

/** What a form says around its file. */
const FRAME_BYTES_MAX = 64 * 1024;

export const POST = route(async (request) => {
  requireSameOrigin(request);
  const viewer = await getOrAdmitViewer();
  requireScope(viewer, "run");
  const file = fileIn(await readMultipart(request, FILE_BYTES_MAX + FRAME_BYTES_MAX));
  const body = async () => {
    const { name, type } = file;
    return { name, type, sha256: sha256(new Uint8Array(await file.arrayBuffer())) };
  };
  return json(await makeOnce(request, { body, viewer }, () => createFile(file, viewer)), 201);
});

export const GET = route(async (request) =>
  json(await listFiles(await getViewer(), new URL(request.url).searchParams.get("cursor"))),
);
