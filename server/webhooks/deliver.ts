import http from "node:http";
import https from "node:https";
import { z } from "zod";
import { webhookEvent } from "#contract/api/prediction-request.ts";
import { isFinished } from "#contract/prediction.ts";
import { accountVisitor, type Viewer } from "#server/access.ts";
import { database } from "#server/database.ts";
import { log } from "#server/log.ts";
import { findRow } from "#server/prediction-row.ts";
import { present } from "#server/predictions.ts";
import { lookupPublic, PrivateAddressError, requirePublicHost } from "./address.ts";
import { signedHeaders, webhookSecret } from "./signature.ts";

const TIMEOUT_MS = 10_000;
/** What a receiver says that may be over soon. */
const PASSING = new Set([408, 425, 429, 500, 502, 503, 504]);

/** What a trigger of the database puts into a job. */
const payload = z.object({ prediction: z.string(), event: webhookEvent });

/**
 * Tells a prediction's webhook of an event: the prediction as it is by now, signed. `jobId` is the same in every try.
 * Throws where another try may succeed; what can never succeed, and what has become pointless, is left.
 */
export async function deliverWebhook(job: unknown, jobId: string): Promise<void> {
  const { prediction: id, event } = payload.parse(job);
  const viewer = await findMaker(id);
  const row = viewer && (await findRow(id, viewer));
  if (!viewer?.account || !row?.webhook) return; // it was deleted, or its maker was
  const prediction = await present(row, viewer);
  const { webhook } = row;
  const isOutdated = event !== "completed" && isFinished(prediction.status);
  if (isOutdated && webhook.events.includes("completed")) return;
  const body = JSON.stringify(prediction);
  const headers = signedHeaders({
    ...{ secret: await webhookSecret(viewer.account.id), id: `msg_${id}_${jobId}`, body },
    timestamp: Math.floor(Date.now() / 1_000),
  });
  const status = await post(webhook.url, body, headers).catch((error: unknown) => {
    if (!(error instanceof PrivateAddressError)) throw error;
    return "refused: it leads into a private network";
  });
  if (typeof status === "number" && status >= 200 && status < 300) return;
  // The address may hold secrets of its own: its host has to do.
  log.warn({ prediction: id, event, host: new URL(webhook.url).host, status }, "webhook refused");
  if (typeof status === "number" && PASSING.has(status))
    throw new Error(`the receiver answered ${status}`);
}

/** Whoever asked for a prediction with a token; null where their account is gone. */
async function findMaker(id: string): Promise<Viewer | null> {
  const row = await database().prediction.findUnique({ where: { id }, select: { visitor: true } });
  const accountId = row?.visitor?.match(/^account:(.+)$/)?.[1];
  const account = accountId
    ? await database().person.findUnique({
        where: { id: accountId },
        select: { id: true, name: true, role: true },
      })
    : null;
  return account && { account, visitor: accountVisitor(account.id), token: null, address: null };
}

/** Posts and returns the status. Follows no redirect, reads no answer, and connects to no private address. */
function post(address: string, body: string, signed: Record<string, string>): Promise<number> {
  const url = new URL(address);
  requirePublicHost(url.hostname);
  const { request } = url.protocol === "https:" ? https : http;
  return new Promise((resolve, reject) => {
    const sent = request(url, {
      method: "POST",
      lookup: lookupPublic,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
        "user-agent": "Vitrine-Webhooks",
        ...signed,
      },
    });
    sent.on("error", reject);
    sent.on("response", (answer) => {
      resolve(answer.statusCode ?? 0);
      answer.destroy();
    });
    sent.end(body);
  });
}
