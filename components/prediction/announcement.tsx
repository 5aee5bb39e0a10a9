"use client";

import { useState } from "react";
import type { Prediction } from "#contract/prediction.ts";
import { isFinished } from "#contract/prediction.ts";
import { announceStatus } from "./describe-status.ts";

/** Tells those who hear the page what changed; what was finished when it was opened is no news. */
export function Announcement({ prediction }: { prediction: Prediction | null }) {
  const [followed, setFollowed] = useState<string | null>(null);
  const isNews = prediction !== null && !isFinished(prediction.status);
  if (isNews && followed !== prediction.id) setFollowed(prediction.id);
  return (
    <p role="status" className="sr-only">
      {prediction !== null && prediction.id === followed && announceStatus(prediction)}
    </p>
  );
}
