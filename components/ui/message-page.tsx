import type { ReactNode } from "react";

type MessagePageProps = { title: string; children: ReactNode; actions: ReactNode };

/** A page that only has something to say, and a way out. */
export function MessagePage({ title, children, actions }: MessagePageProps) {
  return (
    <div className="mx-auto max-w-6xl px-4 py-24 sm:px-8 sm:py-32">
      <h1 className="text-3xl font-medium tracking-tight sm:text-4xl">{title}</h1>
      <div className="mt-4 max-w-prose text-muted">{children}</div>
      <div className="mt-8 flex flex-wrap gap-3">{actions}</div>
    </div>
  );
}
