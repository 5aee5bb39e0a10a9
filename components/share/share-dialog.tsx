"use client";

import { QueryClient, QueryClientProvider, useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { sharesQuery } from "#components/api.ts";
import { Icon } from "#components/ui/icon.tsx";
import { ShareForm } from "./share-form.tsx";
import { ShareList } from "./share-list.tsx";

type ShareDialogProps = { predictionId: string; onClose: () => void };

/** Makes links to a part of a prediction, and lists those that are open. */
export function ShareDialog({ predictionId, onClose }: ShareDialogProps) {
  const [queryClient] = useState(() => new QueryClient());
  const dialogRef = useRef<HTMLDialogElement>(null);

  useEffect(() => dialogRef.current?.showModal(), []);

  return (
    <dialog
      ref={dialogRef}
      aria-labelledby="share-title"
      onClose={onClose}
      className="m-auto max-h-[calc(100dvh-2rem)] w-[min(44rem,calc(100vw-2rem))] rounded-2xl border border-line bg-paper p-0 text-ink backdrop:bg-black/50"
    >
      <header className="sticky top-0 z-10 flex items-center justify-between gap-4 border-b border-line bg-paper px-5 py-3">
        <h2 id="share-title" className="text-lg font-medium">
          Share this prediction
        </h2>
        <form method="dialog">
          <button type="submit" className="button button-quiet" aria-label="Close">
            <Icon name="cross" />
          </button>
        </form>
      </header>
      <div className="p-5">
        <QueryClientProvider client={queryClient}>
          <Shares predictionId={predictionId} />
        </QueryClientProvider>
      </div>
    </dialog>
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
