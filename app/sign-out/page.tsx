import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getViewer } from "#app/viewer.ts";
import { AccountPage } from "#components/account/account-page.tsx";
import { SignOutForm } from "#components/account/sign-out-form.tsx";

export const metadata: Metadata = { title: "Sign out", robots: { index: false } };

export default async function SignOutPage() {
  const { account } = await getViewer();
  if (!account) redirect("/sign-in");
  return (
    <AccountPage title="Sign out?" intro={`You are signed in as ${account.name}.`}>
      <div className="mt-8 flex flex-wrap gap-3">
        <SignOutForm label="Sign out" isPrimary />
        <SignOutForm label="Sign out everywhere" isEverywhere />
      </div>
    </AccountPage>
  );
}
