import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { cancelPrediction, predictionQuery } from "#components/api.ts";
import { pathOf } from "#components/paths.ts";
import type { Prediction } from "#contract/prediction.ts";
import { isFinished, outputText } from "#contract/prediction.ts";

/** How well this page hears of the prediction; the prediction itself goes on either way. */
export type Connection = "steady" | "reconnecting" | "offline";

export type LivePrediction = {
  prediction: Prediction | null;
  /** All that was written so far. */
  text: string;
  connection: Connection;
  isCancelling: boolean;
  /** Why it could not be cancelled. */
  problem: string | null;
  onCancel: () => void;
};

/** Follows a prediction to its end: state by asking, text by listening. */
export function useLivePrediction(id: string | null, initial: Prediction | null): LivePrediction {
  const query = useQuery({
    ...predictionQuery(id ?? ""),
    enabled: id !== null,
    initialData: initial ?? undefined,
  });
  const queryClient = useQueryClient();
  const cancel = useMutation({
    networkMode: "always", // offline it fails at once and says so
    mutationFn: cancelPrediction,
    onSuccess: (cancelled) =>
      queryClient.setQueryData(predictionQuery(cancelled.id).queryKey, cancelled),
  });
  const prediction = query.data ?? null;
  const streamed = useStreamedText(prediction);
  const stored = prediction ? outputText(prediction) : "";
  return {
    prediction,
    // Both are beginnings of the same text, so the longer one is the newer one.
    text: streamed.length > stored.length ? streamed : stored,
    connection: connectionOf(query.fetchStatus, query.isError),
    isCancelling: cancel.isPending && cancel.variables === id,
    problem:
      cancel.error && cancel.variables === id ? `Not cancelled: ${cancel.error.message}` : null,
    onCancel: () => {
      if (id !== null) cancel.mutate(id);
    },
  };
}

function useStreamedText(prediction: Prediction | null): string {
  const queryClient = useQueryClient();
  const [streamed, setStreamed] = useState({ id: "", text: "" });
  const id = prediction?.id ?? "";
  const path = prediction && !isFinished(prediction.status) ? pathOf(prediction.urls.stream) : null;

  useEffect(() => {
    if (path === null) return;
    // Without a Last-Event-ID the server tells everything from the start; the browser sends one when it reconnects.
    const source = new EventSource(path);
    let text = "";
    source.addEventListener("output", (event) => {
      text += event.data;
      setStreamed({ id, text });
    });
    source.addEventListener("done", () => {
      source.close();
      void queryClient.invalidateQueries({ queryKey: predictionQuery(id).queryKey });
    });
    return () => source.close();
  }, [id, path, queryClient]);

  return streamed.id === id ? streamed.text : "";
}

function connectionOf(fetchStatus: "fetching" | "paused" | "idle", isError: boolean): Connection {
  if (fetchStatus === "paused") return "offline";
  return isError ? "reconnecting" : "steady";
}
