export function SiteFooter({ isSignedIn }: { isSignedIn: boolean }) {
  return (
    <footer className="mt-20 border-t border-line">
      <div className="mx-auto flex max-w-6xl flex-wrap items-center justify-between gap-x-8 gap-y-2 px-4 py-6 text-sm text-muted sm:px-8">
        <p>
          Everything a model writes here is kept, with what it was asked and how it was made, at a
          link of its own, until whoever asked deletes it.
        </p>
        <nav aria-label="More" className="flex gap-6">
          <a href="/api" className="inline-flex min-h-11 items-center hover:text-ink">
            API
          </a>
          <a href="/history" className="inline-flex min-h-11 items-center hover:text-ink">
            History
          </a>
          {!isSignedIn && (
            <a href="/sign-in" className="inline-flex min-h-11 items-center hover:text-ink">
              Sign in
            </a>
          )}
        </nav>
      </div>
    </footer>
  );
}
