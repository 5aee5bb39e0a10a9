"use client";

import { MessagePage } from "#components/ui/message-page.tsx";

type ErrorPageProps = { error: Error & { digest?: string }; retry: () => void };

export default function ErrorPage({ error, retry }: ErrorPageProps) {
  return (
    <MessagePage
      title="This page could not be shown"
      actions={
        <>
          <button type="button" className="button button-primary" onClick={() => retry()}>
            Try again
          </button>
          <a href="/" className="button">
            See all models
          </a>
        </>
      }
    >
      <title>This page could not be shown · Vitrine</title>
      <p>
        Something went wrong on our side, and it has been written down. Nothing that was stored is
        lost.
      </p>
      {error.digest && <p className="mt-2 text-sm">If you report it, add: {error.digest}</p>}
    </MessagePage>
  );
}
