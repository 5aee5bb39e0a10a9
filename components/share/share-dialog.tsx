"use client";

import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { sharesQuery } from "#components/api.ts";
import { Dialog } from "#components/ui/dialog.tsx";
import { ShareForm } from "./share-form.tsx";
import { ShareList } from "./share-list.tsx";

type ShareDialogProps = { predictionId: string; onClose: () => void };

/** Makes links to a part of a prediction, and lists those that are open. */
export function ShareDialog({ predictionId, onClose }: ShareDialogProps) {
  const [queryClient] = useState(() => new QueryClient());
  return (
    <Dialog title="Share this prediction" isWide onClose={onClose}>
      <QueryClientProvider client={queryClient}>
        <Shares predictionId={predictionId} />
      </QueryClientProvider>
    </Dialog>
  );
}

function Shares({ predictionId }: { predictionId: string }) {
  const { data, error } = useQuery(sharesQuery(predictionId));
  if (error) return <p role="alert">It cannot be shared: {error.message}</p>;
  if (!data) return <p className="text-muted">Looking what there is to share …</p>;
  return (
    <>
      <ShareForm predictionId={predictionId} whole={data.whole} />
      <ShareList predictionId={predictionId} shares={data.results} />
    </>
  );
}
