import { createHmac } from "node:crypto";
import { requireScope, type Viewer } from "#server/access.ts";
import { requireSomebody } from "#server/accounts/viewer.ts";
import { sign } from "#server/signing-keys.ts";

/**
 * What the webhooks of an account are signed with, in the form of Standard Webhooks. Plain base64: one of Replicate's
 * clients takes no key with an underscore in it.
 */
export const webhookSecret = async (accountId: string): Promise<string> =>
  `whsec_${(await sign("webhooks", accountId)).toString("base64")}`;

/** The same for whoever asks. Throws a 401 Problem for visitors, and a 403 for a token that may not read. */
export async function getWebhookSecret(viewer: Viewer): Promise<{ key: string }> {
  const { id } = requireSomebody(viewer);
  requireScope(viewer, "read");
  return { key: await webhookSecret(id) };
}

/** The headers that prove where a delivery comes from (Standard Webhooks 1.0). `timestamp` is in Unix seconds. */
export function signedHeaders(delivery: {
  secret: string;
  id: string;
  timestamp: number;
  body: string;
}): Record<string, string> {
  const { secret, id, timestamp, body } = delivery;
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  const signature = createHmac("sha256", key).update(`${id}.${timestamp}.${body}`).digest("base64");
  return {
    "webhook-id": id,
    "webhook-timestamp": String(timestamp),
    "webhook-signature": `v1,${signature}`,
  };
}
