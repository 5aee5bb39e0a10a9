import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getViewer } from "#app/viewer.ts";
import { passwordFields, tokenFields } from "#components/account/account-fields.ts";
import { AccountForm } from "#components/account/account-form.tsx";
import { AccountPage, AccountSection } from "#components/account/account-page.tsx";
import { SignOutForm } from "#components/account/sign-out-form.tsx";
import { TokenList } from "#components/account/token-list.tsx";
import { emailOf } from "#server/accounts/people.ts";
import { listTokens } from "#server/tokens.ts";

export const metadata: Metadata = { title: "Your account", robots: { index: false } };

export default async function YourAccountPage({ searchParams }: PageProps<"/account">) {
  const { account, token } = await getViewer();
  if (!account || token) redirect("/sign-in");
  const [email, tokens] = await Promise.all([emailOf(account), listTokens(account)]);
  const { changed } = await searchParams;
  return (
    <AccountPage title={account.name} intro={`${roleNames[account.role]} · ${email}`}>
      {changed === "password" && (
        <p role="status" className="mt-6 rounded-lg bg-accent-soft px-4 py-3">
          Your password is changed, and every other browser is signed out.
        </p>
      )}
      {account.role === "owner" && (
        <p className="mt-6">
          <a href="/account/people" className="button">
            People and invitations
          </a>
        </p>
      )}
      <AccountSection
        id="tokens"
        title="API tokens"
        intro="What your programs send instead of a password. What is public needs none."
      >
        <TokenList tokens={tokens} />
        <h3 className="mt-8 mb-4 font-medium">Make a token</h3>
        <AccountForm
          action="/v1/account/tokens"
          submitLabel="Make the token"
          secretLabel="Your new token"
          fields={tokenFields}
        />
      </AccountSection>
      <AccountSection id="password" title="Change your password">
        <AccountForm
          action="/v1/account/password"
          submitLabel="Change it"
          fields={passwordFields}
        />
      </AccountSection>
      <AccountSection id="sessions" title="Sign out">
        <div className="flex flex-wrap gap-3">
          <SignOutForm label="Sign out" />
          <SignOutForm label="Sign out everywhere" isEverywhere />
        </div>
      </AccountSection>
    </AccountPage>
  );
}

const roleNames = { owner: "Owner", creator: "Creator", reviewer: "Reviewer" };
