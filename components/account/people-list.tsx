import { RelativeTime } from "#components/ui/relative-time.tsx";
import { EndingButton } from "./ending-button.tsx";

type PeopleListProps = {
  people: { id: string; name: string; email: string; role: string; createdAt: Date }[];
};

export function PeopleList({ people }: PeopleListProps) {
  return (
    <ul className="divide-y divide-line rounded-lg border border-line">
      {people.map(({ id, name, email, role, createdAt }) => (
        <li key={id} className="flex flex-wrap items-start justify-between gap-3 p-4">
          <div className="min-w-0">
            <p className="font-medium break-all">{name}</p>
            <p className="text-sm break-all text-muted">
              {role} · {email} · here since{" "}
              <time dateTime={createdAt.toISOString()}>{createdAt.toISOString().slice(0, 10)}</time>
            </p>
          </div>
          {role !== "owner" && (
            <EndingButton
              action={`/v1/account/people/${id}`}
              label={`Remove ${name}`}
              consequence="They are signed out and their tokens end. What they published stays, and is yours to manage."
            />
          )}
        </li>
      ))}
    </ul>
  );
}

type InvitationListProps = {
  invitations: { id: string; role: string; label: string; name: string | null; createdAt: Date }[];
};

export function InvitationList({ invitations }: InvitationListProps) {
  if (invitations.length === 0) return <p className="text-muted">No invitation is open.</p>;
  return (
    <ul className="divide-y divide-line rounded-lg border border-line">
      {invitations.map(({ id, role, label, name, createdAt }) => (
        <li key={id} className="flex flex-wrap items-start justify-between gap-3 p-4">
          <div className="min-w-0">
            <p className="font-medium break-words">{label || "Somebody"}</p>
            <p className="text-sm break-words text-muted">
              {role}
              {name && <> named {name}</>} · invited <RelativeTime at={createdAt.toISOString()} />,
              good for 7 days
            </p>
          </div>
          <EndingButton
            action={`/v1/account/invitations/${id}`}
            label={`Revoke the invitation${label ? ` of ${label}` : ""}`}
            consequence="Its link opens nothing from this moment on."
          />
        </li>
      ))}
    </ul>
  );
}
