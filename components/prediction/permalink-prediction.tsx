"use client";

import { lazy, Suspense, useEffect, useState } from "react";
import type { ModelForm } from "#contract/model.ts";
import type { Prediction } from "#contract/prediction.ts";
import { isFinished } from "#contract/prediction.ts";
import { PredictionView } from "./prediction-view.tsx";

// What follows a prediction weighs more than all the rest of this page; most visits find it finished.
const LivePrediction = lazy(async () => {
  const { LivePrediction: component } = await import("./live-prediction.tsx");
  return { default: component };
});

type PermalinkPredictionProps = {
  prediction: Prediction;
  model: Pick<ModelForm, "output" | "readiness">;
};

/** A prediction at its own link, live for those who were here before it ended. */
export function PermalinkPrediction({ prediction, model }: PermalinkPredictionProps) {
  const [isLive] = useState(!isFinished(prediction.status));
  useHistoryOfPlaygrounds(prediction.id);
  const view = <PredictionView prediction={prediction} model={model} evidenceHref="#evidence" />;
  if (!isLive) return view;
  return (
    <Suspense fallback={view}>
      <LivePrediction prediction={prediction} model={model} />
    </Suspense>
  );
}

/** Back may lead to what a playground wrote into the history before a reload: Next would take it for a state of this page. */
function useHistoryOfPlaygrounds(id: string) {
  useEffect(() => {
    const handlePopState = (event: PopStateEvent) => {
      if (window.location.pathname === `/p/${id}`) return;
      event.stopImmediatePropagation();
      window.location.reload();
    };
    window.addEventListener("popstate", handlePopState);
    return () => window.removeEventListener("popstate", handlePopState);
  }, [id]);
}
