import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getViewer } from "#app/viewer.ts";
import { invitationFields } from "#components/account/account-fields.ts";
import { AccountForm } from "#components/account/account-form.tsx";
import { AccountPage, AccountSection } from "#components/account/account-page.tsx";
import { InvitationList, PeopleList } from "#components/account/people-list.tsx";
import { listInvitations } from "#server/accounts/invitations.ts";
import { listPeople } from "#server/accounts/people.ts";
import { Problem } from "#server/problem.ts";

export const metadata: Metadata = { title: "People", robots: { index: false } };

export default async function PeoplePage() {
  const { people, invitations } = await load();
  return (
    <AccountPage title="People" intro="Who may do more here than try what is public.">
      <AccountSection id="accounts" title="Accounts">
        <PeopleList people={people} />
      </AccountSection>
      <AccountSection
        id="invite"
        title="Invite somebody"
        intro="It makes a link for you to pass on. It makes one account, and is good for 7 days."
      >
        <AccountForm
          action="/v1/account/invitations"
          submitLabel="Make the link"
          secretLabel="The invitation's link"
          fields={invitationFields}
        />
      </AccountSection>
      <AccountSection id="invitations" title="Open invitations">
        <InvitationList invitations={invitations} />
      </AccountSection>
    </AccountPage>
  );
}

async function load() {
  const viewer = await getViewer();
  try {
    const [people, invitations] = await Promise.all([listPeople(viewer), listInvitations(viewer)]);
    return { people, invitations };
  } catch (error) {
    if (error instanceof Problem && error.status === 404) notFound();
    throw error;
  }
}
