import { tokenRequest } from "#contract/account.ts";
import { database } from "#server/database.ts";
import { amendEnv, SettingError } from "#server/env.ts";
import { runningSettings } from "#server/launch/running-vitrine.ts";
import { say } from "#server/launch/terminal.ts";
import { createToken, listTokens, revokeToken } from "#server/tokens.ts";

type Account = { id: string; name: string };

/** `token create | list | revoke` of the command line, on the Vitrine that runs. Throws SettingError. */
export async function runTokenCommand([action, subject, ...rest]: string[]): Promise<void> {
  amendEnv(runningSettings());
  const known = action === "list" ? [subject ?? "", ...rest] : rest;
  const options = Object.fromEntries(known.filter(Boolean).map((text) => text.split("=", 2)));
  try {
    const account = await findAccount(options.account);
    if (action === "create" && subject) await create(account, subject, options);
    else if (action === "list") await list(account);
    else if (action === "revoke" && subject) await revoke(account, subject);
    else throw new SettingError("Say token create LABEL, token list or token revoke PREFIX.");
  } finally {
    await database().$disconnect();
  }
}

async function create(account: Account, label: string, options: Record<string, string>) {
  const { scopes = "run,read", models = "", origins = "", days } = options;
  const wish = tokenRequest.safeParse({ label, scopes: scopes.split(","), models, origins, days });
  if (!wish.success) {
    const issue = wish.error.issues[0];
    throw new SettingError(`${String(issue?.path[0])}: ${issue?.message}`);
  }
  const { token } = await createToken(account, wish.data);
  say(token);
}

async function list(account: Account) {
  const tokens = await listTokens(account);
  if (tokens.length === 0) say("There are no tokens.");
  for (const { prefix, label, scopes, models, lastUsedAt } of tokens) {
    const used = lastUsedAt ? `last used ${lastUsedAt.toISOString()}` : "never used";
    say(`${prefix}…  ${label}  may ${scopes.join(", ")} ${models.join(", ")}  ${used}`);
  }
}

async function revoke(account: Account, prefix: string) {
  const found = (await listTokens(account)).filter((token) => prefix.startsWith(token.prefix));
  const [token] = found;
  if (!token) throw new SettingError(`No token begins with ${prefix.slice(0, 8)}: see token list.`);
  await revokeToken(account, token.id);
  say(`${token.prefix}… is revoked.`);
}

async function findAccount(name: string | undefined): Promise<Account> {
  const where = name ? { name } : { role: "owner" as const };
  const account = await database().person.findFirst({ where, select: { id: true, name: true } });
  if (account) return account;
  throw new SettingError(
    name ? `Nobody is called ${name} here.` : "Nobody has set this Vitrine up yet: use owner-link.",
  );
}
