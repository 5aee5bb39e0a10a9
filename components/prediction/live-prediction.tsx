"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import type { ModelForm } from "#contract/model.ts";
import type { Prediction } from "#contract/prediction.ts";
import { isFinished } from "#contract/prediction.ts";
import { Announcement } from "./announcement.tsx";
import { PredictionView } from "./prediction-view.tsx";
import { useLivePrediction } from "./use-live-prediction.ts";

type LivePredictionProps = {
  prediction: Prediction;
  model: Pick<ModelForm, "output" | "readiness">;
};

/** Follows a prediction at its own link. */
export function LivePrediction(props: LivePredictionProps) {
  const [queryClient] = useState(() => new QueryClient());
  return (
    <QueryClientProvider client={queryClient}>
      <FollowedPrediction {...props} />
    </QueryClientProvider>
  );
}

function FollowedPrediction({ prediction: initial, model }: LivePredictionProps) {
  const live = useLivePrediction(initial.id, initial);
  const prediction = live.prediction ?? initial;
  const router = useRouter();
  const isDone = isFinished(prediction.status);

  // The evidence around it is the server's to tell.
  useEffect(() => {
    if (isDone) router.refresh();
  }, [isDone, router]);

  return (
    <>
      <Announcement prediction={prediction} />
      <PredictionView
        prediction={prediction}
        model={model}
        evidenceHref="#evidence"
        text={live.text}
        connection={live.connection}
        problem={live.problem}
        isCancelling={live.isCancelling}
        onCancel={live.onCancel}
      />
    </>
  );
}
