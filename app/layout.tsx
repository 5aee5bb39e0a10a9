import type { Metadata, Viewport } from "next";
import localFont from "next/font/local";
import type { ReactNode } from "react";
import { getViewer } from "#app/viewer.ts";
import { SiteFooter } from "#components/ui/site-footer.tsx";
import { SiteHeader } from "#components/ui/site-header.tsx";
import { isOwner } from "#server/access.ts";
import "./globals.css";

// The Latin part alone comes with the page; globals.css has the other alphabets, which wait for a text that needs them.
const geist = localFont({
  src: "../node_modules/@fontsource-variable/geist/files/geist-latin-wght-normal.woff2",
  variable: "--font-geist",
  weight: "100 900",
  // A stand-in by another name would come before the other alphabets.
  adjustFontFallback: false,
});

export const metadata: Metadata = {
  title: { default: "Vitrine", template: "%s · Vitrine" },
  icons: { icon: "/icon.svg" },
  description: "Try a language model, and keep a link to everything it wrote.",
};

export const viewport: Viewport = {
  width: "device-width",
  initialScale: 1,
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "#f5f3ee" },
    { media: "(prefers-color-scheme: dark)", color: "#101318" },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const viewer = await getViewer();
  return (
    <html lang="en" className={geist.variable}>
      <body className="flex min-h-dvh flex-col font-sans">
        <a
          href="#content"
          className="button button-primary sr-only focus:not-sr-only focus:fixed focus:top-3 focus:left-3 focus:z-10 focus:px-4"
        >
          Skip to the content
        </a>
        <SiteHeader isOwner={isOwner(viewer)} isSignedIn={viewer.account !== null} />
        <main id="content" tabIndex={-1} className="flex-1 outline-none">
          {children}
        </main>
        <SiteFooter isSignedIn={viewer.account !== null} />
      </body>
    </html>
  );
}
