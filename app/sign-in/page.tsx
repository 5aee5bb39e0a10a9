import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getViewer } from "#app/viewer.ts";
import { AccountForm } from "#components/account/account-form.tsx";
import { AccountPage } from "#components/account/account-page.tsx";

export const metadata: Metadata = { title: "Sign in", robots: { index: false } };

export default async function SignInPage() {
  const { account } = await getViewer();
  if (account) redirect("/account");
  return (
    <AccountPage
      title="Sign in"
      intro="For those who publish or review models. To try one, no account is needed."
    >
      <div className="glass mt-8 p-5 sm:p-6">
        <AccountForm
          action="/v1/account/sign-in"
          submitLabel="Sign in"
          fields={[
            { kind: "email", name: "email", label: "E-mail address", autoComplete: "username" },
            {
              kind: "password",
              name: "password",
              label: "Password",
              autoComplete: "current-password",
            },
          ]}
        />
      </div>
      <p className="mt-5 text-sm text-muted text-pretty">
        Accounts are made by invitation. Forgot the password? Ask the owner of this installation for
        a new invitation; the owner gets back in with{" "}
        <code className="code">npm run vitrine -- owner-link</code>.
      </p>
    </AccountPage>
  );
}
