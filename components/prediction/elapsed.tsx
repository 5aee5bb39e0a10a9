"use client";

import { useEffect, useState } from "react";
import { formatSeconds } from "./describe-status.ts";

const tickMs = 100;

/** Counts up from a moment; silent for screen readers, which hear the end instead. */
export function Elapsed({ since }: { since: string }) {
  const [now, setNow] = useState<number | null>(null);

  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, []);

  if (now === null) return null;
  // A visitor's clock may lag behind the server's.
  const seconds = Math.max(0, (now - Date.parse(since)) / 1_000);
  return (
    <span aria-hidden="true" className="tabular-nums">
      , {seconds < 10 ? `${seconds.toFixed(1)} s` : formatSeconds(seconds)}
    </span>
  );
}
