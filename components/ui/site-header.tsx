import type { ReactNode } from "react";

type SiteHeaderProps = {
  /** Whoever runs this installation also finds what it runs on. */
  isOwner: boolean;
  isSignedIn: boolean;
};

export function SiteHeader({ isOwner, isSignedIn }: SiteHeaderProps) {
  return (
    <header className="border-b border-line">
      <div className="mx-auto flex h-14 max-w-6xl items-center justify-between px-4 sm:px-8">
        <a
          href="/"
          className="-mx-2 inline-flex min-h-11 items-center gap-2.5 rounded-md px-2 font-medium tracking-tight"
        >
          <svg
            aria-hidden="true"
            viewBox="0 0 20 20"
            className="size-5 fill-none stroke-current stroke-[1.4] [stroke-linejoin:round]"
          >
            <path d="M3 6.5 6 2.75h11v9.5l-3 3.75H3V6.5Zm0 0h11m0 0 3-3.75M14 6.5V16" />
            <path d="M2 18.5h13.5" className="stroke-accent [stroke-linecap:round]" />
          </svg>
          Vitrine
        </a>
        <nav aria-label="Site" className="flex gap-5">
          <NavLink href="/">All models</NavLink>
          {isOwner && <NavLink href="/engine">Engines</NavLink>}
          {isSignedIn && <NavLink href="/account">Account</NavLink>}
        </nav>
      </div>
    </header>
  );
}

function NavLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <a href={href} className="inline-flex min-h-11 items-center text-sm text-muted hover:text-ink">
      {children}
    </a>
  );
}
