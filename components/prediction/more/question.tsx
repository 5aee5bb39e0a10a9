import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Dialog } from "#components/ui/dialog.tsx";
import type { Prediction } from "#contract/prediction.ts";

/** What every question about a prediction is given. */
export type QuestionProps = { prediction: Prediction; onClose: () => void };

type FrameProps = { title: string; onClose: () => void; children: ReactNode };

/** A dialog whose content sends something. */
export function Question({ title, onClose, children }: FrameProps) {
  const [queryClient] = useState(() => new QueryClient());
  return (
    <Dialog title={title} onClose={onClose}>
      <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
    </Dialog>
  );
}
