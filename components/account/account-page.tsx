import type { ReactNode } from "react";

type AccountPageProps = { title: string; intro: ReactNode; children: ReactNode };

/** The frame of the pages about accounts: one column, as they are forms to be read through. */
export function AccountPage({ title, intro, children }: AccountPageProps) {
  return (
    <div className="mx-auto max-w-2xl px-4 pt-8 sm:px-8 sm:pt-12">
      <h1 className="text-3xl font-medium tracking-tight text-balance sm:text-4xl">{title}</h1>
      <div className="mt-3 text-lg text-muted text-pretty">{intro}</div>
      {children}
    </div>
  );
}

type AccountSectionProps = { id: string; title: string; intro?: string; children: ReactNode };

export function AccountSection({ id, title, intro, children }: AccountSectionProps) {
  return (
    <section aria-labelledby={id} className="mt-12">
      <h2 id={id} className="text-xl font-medium tracking-tight">
        {title}
      </h2>
      {intro && <p className="mt-2 text-muted text-pretty">{intro}</p>}
      <div className="mt-5">{children}</div>
    </section>
  );
}
