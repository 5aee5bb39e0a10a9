export function SiteFooter() {
  return (
    <footer className="mt-20 border-t border-line">
      <p className="mx-auto max-w-6xl px-4 py-8 text-sm text-muted sm:px-8">
        Everything a model writes here is kept, with what it was asked and how it was made, at a
        link of its own.
      </p>
    </footer>
  );
}
