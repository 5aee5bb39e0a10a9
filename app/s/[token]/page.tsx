import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { cache } from "react";
import { CountView } from "#components/share/count-view.tsx";
import { SharedView } from "#components/share/shared-view.tsx";
import { FoldedText } from "#components/ui/folded-text.tsx";
import { findShared } from "#server/shares/shared.ts";

type Props = PageProps<"/s/[token]">;

// The title goes into histories and link previews: it names the model and nothing else.
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { title } = await load((await params).token);
  const description = "Somebody shared with you what this model wrote.";
  return {
    ...{ title, description },
    openGraph: { title, description },
    robots: { index: false, follow: false, noarchive: true },
    referrer: "no-referrer",
  };
}

export default async function SharePage({ params }: Props) {
  const { token } = await params;
  const shared = await load(token);
  return (
    <div className="mx-auto max-w-3xl px-4 pt-8 sm:px-8 sm:pt-12">
      <p className="text-sm text-muted">Shared with you, as it was when the link was made</p>
      <h1 className="mt-2 mb-8 text-3xl font-medium tracking-tight text-balance">{shared.title}</h1>
      <SharedView shared={shared} />
      <div className="mt-6">
        <FoldedText title="all of it as JSON" text={JSON.stringify(shared, null, 2)} />
      </div>
      <CountView token={token} />
    </div>
  );
}

/** Once a request, for the title and the page. */
const load = cache(async (token: string) => {
  const shared = await findShared(token);
  if (shared.kind !== "open") notFound();
  return shared.content;
});
