"use client";

import { useState } from "react";
import type { Prediction } from "#contract/prediction.ts";
import { isFinished } from "#contract/prediction.ts";
import { describeStatus } from "./describe-status.ts";

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

/** Said once a state, never once a token. */
function announceStatus(prediction: Prediction): string {
  const { headline, detail } = describeStatus(prediction);
  if (prediction.status === "starting") return headline.split(",")[0] ?? headline; // without what counts down
  if (prediction.status === "succeeded") {
    const done = headline.replace("Generated", "Done");
    return prediction.violations.length > 0 ? `${done}, with a warning about the output` : done;
  }
  return prediction.status === "failed" ? `${headline}. ${detail}` : headline;
}
