"use client";

import { MessagePage } from "#components/ui/message-page.tsx";
import "./globals.css";

/** Stands in for the whole document, as even its frame could not be shown. */
export default function GlobalErrorPage() {
  return (
    <html lang="en">
      <body className="font-sans">
        <title>Vitrine</title>
        <main>
          <MessagePage
            title="This page could not be shown"
            actions={
              <a href="/" className="button button-primary">
                Start over
              </a>
            }
          >
            <p>Something went wrong on our side. Nothing that was stored is lost.</p>
          </MessagePage>
        </main>
      </body>
    </html>
  );
}
