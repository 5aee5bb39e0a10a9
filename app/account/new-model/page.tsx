import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { getViewer } from "#app/viewer.ts";
import { newModelFields } from "#components/account/account-fields.ts";
import { AccountForm } from "#components/account/account-form.tsx";
import { AccountPage } from "#components/account/account-page.tsx";
import { mayPublish } from "#server/access.ts";

export const metadata: Metadata = { title: "New model", robots: { index: false } };

export default async function NewModelPage() {
  const viewer = await getViewer();
  if (!mayPublish(viewer)) notFound();
  const intro =
    "It begins private, with one field and weights that are here already. You make it yours in its Settings, and show it when it is ready.";
  return (
    <AccountPage title="New model" intro={intro}>
      <div className="glass mt-8 p-5 sm:p-6">
        <AccountForm
          action="/v1/account/models"
          submitLabel="Make the model"
          fields={newModelFields(viewer.account.name)}
        />
      </div>
    </AccountPage>
  );
}
