import { type BetterAuthPlugin, betterAuth } from "better-auth";
import { prismaAdapter } from "better-auth/adapters/prisma";
import { createAuthEndpoint } from "better-auth/api";
import { setSessionCookie } from "better-auth/cookies";
import { z } from "zod";
import { PASSWORD_MAX, PASSWORD_MIN } from "#contract/account.ts";
import { database } from "#server/database.ts";
import { env } from "#server/env.ts";
import { newId } from "#server/ids.ts";
import { absoluteUrl } from "#server/presentation.ts";
import { shared } from "#server/shared.ts";
import { isSecure } from "./cookies.ts";

const SESSION_SECONDS = 30 * 24 * 60 * 60;

/** better-auth on our tables. Its own HTTP endpoints are not mounted: our functions call it. */
export const auth = () => shared("auth", createAuth);

function createAuth() {
  const baseURL = absoluteUrl("/");
  return betterAuth({
    baseURL,
    secret: env().VITRINE_OWNER_KEY,
    database: prismaAdapter(database(), { provider: "postgresql" }),
    user: {
      modelName: "person",
      additionalFields: { role: { type: "string", required: true, input: false } },
    },
    account: {
      modelName: "credential",
      fields: { userId: "accountId", accountId: "providerAccountId" },
    },
    session: {
      fields: { userId: "accountId" },
      expiresIn: SESSION_SECONDS,
      disableSessionRefresh: true, // pages cannot set cookies
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true, // accounts are made by invitations alone
      minPasswordLength: PASSWORD_MIN,
      maxPasswordLength: PASSWORD_MAX,
    },
    plugins: [signInWithoutPassword],
    advanced: {
      cookiePrefix: "vitrine",
      useSecureCookies: isSecure(),
      ipAddress: { disableIpTracking: true },
      database: { generateId: () => newId() },
    },
    rateLimit: { enabled: false }, // ours counts over all processes
    telemetry: { enabled: false },
    logger: { disabled: true }, // it would write addresses of people
  });
}

/** Lets our own code sign in an account that has proved itself otherwise. */
const signInWithoutPassword = {
  id: "sign-in-without-password",
  endpoints: {
    signInWithoutPassword: createAuthEndpoint(
      "/sign-in/without-password",
      { method: "POST", body: z.object({ accountId: z.string() }) },
      async (context) => {
        const { internalAdapter } = context.context;
        const user = await internalAdapter.findUserById(context.body.accountId);
        if (!user) throw context.error("NOT_FOUND");
        const session = await internalAdapter.createSession(user.id);
        await setSessionCookie(context, { session, user });
        return context.json({ signedIn: true });
      },
    ),
  },
} satisfies BetterAuthPlugin;
