"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";

const refreshMs = 2_000;

/** Asks the server for the page anew every two seconds while it is shown; without scripts the whole page reloads. */
export function Refreshing() {
  const router = useRouter();

  useEffect(() => {
    const timer = setInterval(() => router.refresh(), refreshMs);
    return () => clearInterval(timer);
  }, [router]);

  return (
    <noscript>
      <meta httpEquiv="refresh" content={`${refreshMs / 1_000}`} />
    </noscript>
  );
}
