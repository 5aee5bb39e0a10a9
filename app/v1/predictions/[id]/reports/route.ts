import { getOrAdmitViewer, getViewer } from "#app/viewer.ts";
import { reportRequest } from "#contract/report.ts";
import { addressOf } from "#server/address.ts";
import { makeOnce } from "#server/idempotency.ts";
import { createReport, listReports } from "#server/reports.ts";
import { readBody } from "#server/request-body.ts";
import { json, requireSameOrigin, route } from "#server/route.ts";

type Context = RouteContext<"/v1/predictions/[id]/reports">;

export const GET = route(async (_request, context: Context) => {
  const { id } = await context.params;
  return json({ results: await listReports(id, await getViewer()) });
});

export const POST = route(async (request, context: Context) => {
  requireSameOrigin(request);
  const { id } = await context.params;
  const said = await readBody(request, reportRequest);
  const [viewer, address] = [await getOrAdmitViewer(), addressOf(request.headers)];
  const once = { body: () => said, viewer, prediction: id };
  const make = () => createReport(id, said, { viewer, address });
  const { report, isNew } = await makeOnce(request, once, make);
  return json(report, isNew ? 201 : 200);
});
