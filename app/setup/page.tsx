import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { AccountForm } from "#components/account/account-form.tsx";
import { AccountPage } from "#components/account/account-page.tsx";
import type { FieldSpec } from "#components/account/field-spec.ts";
import { PASSWORD_MIN } from "#contract/account.ts";
import { findInvitation } from "#server/accounts/invitations.ts";

export const metadata: Metadata = { title: "Make your account", robots: { index: false } };

const intros = {
  owner: "This installation is yours: you will see everything, and invite the others.",
  creator: "You will publish models under your name, and see what is done with them.",
  reviewer: "You will see what models were asked and what they answered, with their prompts.",
};

/** Where the link of an invitation leads: the owner's own, printed at the first start, or one that the owner made. */
export default async function SetUpPage({ searchParams }: PageProps<"/setup">) {
  const { token } = await searchParams;
  const invitation = typeof token === "string" ? await findInvitation(token) : null;
  if (!invitation) notFound();
  return (
    <AccountPage title="Make your account" intro={intros[invitation.role]}>
      <div className="glass mt-8 p-5 sm:p-6">
        <AccountForm
          action="/v1/account"
          submitLabel="Make the account"
          hidden={hiddenFields(String(token), invitation.name)}
          fields={[...(invitation.name ? [] : [nameField]), emailField, passwordField]}
        />
      </div>
    </AccountPage>
  );
}

const hiddenFields = (token: string, name: string | null): Record<string, string> =>
  name ? { token, name } : { token };

const nameField: FieldSpec = {
  kind: "text",
  name: "name",
  label: "Name",
  help: "It stands in the addresses of what you publish: lower-case letters, digits and hyphens.",
  autoComplete: "username",
};

const emailField: FieldSpec = {
  kind: "email",
  name: "email",
  label: "E-mail address",
  help: "To sign in with. Nothing is sent to it.",
  autoComplete: "email",
};

const passwordField: FieldSpec = {
  kind: "password",
  name: "password",
  label: "Password",
  help: `At least ${PASSWORD_MIN} characters.`,
  autoComplete: "new-password",
};
