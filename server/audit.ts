import type { JsonValue } from "#contract/json.ts";
import type { Viewer } from "./access.ts";
import type { Prisma } from "./generated/client.ts";

/** What an owner, a creator or an administrator can do that others should be able to find out. */
type AuditAction =
  | "version.publish"
  | "version.choose"
  | "version.delete"
  | "model.visibility"
  | "model.delete"
  | "deployment.create"
  | "deployment.release"
  | "deployment.delete"
  | "prediction.delete"
  | "history.delete"
  | "example.create"
  | "example.delete"
  | "share.create"
  | "share.revoke"
  | "token.create"
  | "token.revoke"
  | "invitation.create"
  | "invitation.revoke"
  | "account.create"
  | "account.delete"
  | "account.password"
  | "engine.model";

/** Who does it: `name` is an account's. */
type Actor = { name: string; tokenId?: string | null };

export const actorOf = ({ account, token }: Viewer): Actor => ({
  name: account?.name ?? "",
  tokenId: token?.id ?? null,
});

/**
 * Writes down what somebody does, in the transaction that does it, so that there is no one without the other; behind what no
 * transaction of ours does. Nothing of what visitors typed belongs here, and no secret.
 */
export const record = (
  db: Prisma.TransactionClient,
  { name, tokenId = null }: Actor,
  action: AuditAction,
  object: string,
  detail: Record<string, JsonValue> = {},
) => db.auditEntry.create({ data: { actor: name, tokenId, action, object, detail } });
