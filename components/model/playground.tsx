"use client";

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { useState } from "react";
import { Announcement } from "#components/prediction/announcement.tsx";
import { PredictionView } from "#components/prediction/prediction-view.tsx";
import { EmptyOutput } from "./empty-output.tsx";
import { InputForm } from "./form/input-form.tsx";
import { inputFormId, type PlaygroundProps, usePlayground } from "./use-playground.ts";

/** The form and, beside it, the prediction that the address names. */
export function Playground(props: PlaygroundProps) {
  const [queryClient] = useState(() => new QueryClient());
  return (
    <QueryClientProvider client={queryClient}>
      <FormAndOutput {...props} />
    </QueryClientProvider>
  );
}

function FormAndOutput(props: PlaygroundProps) {
  const { model, shown, shownOutput } = props;
  const { form, live, readiness, label, outputRef, onTweak } = usePlayground(props);
  return (
    <div className="grid grid-cols-1 gap-10 lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)] lg:gap-14">
      <InputForm id={inputFormId} model={model} {...form} />
      <div ref={outputRef} className="scroll-mt-4 lg:sticky lg:top-6 lg:self-start">
        <Announcement prediction={live.prediction} />
        {live.prediction ? (
          <PredictionView
            prediction={live.prediction}
            model={{
              output: live.prediction.id === shown?.id ? shownOutput : model.output,
              readiness,
            }}
            text={live.text}
            connection={live.connection}
            label={label}
            evidenceHref={`/p/${live.prediction.id}`}
            problem={live.problem}
            isCancelling={live.isCancelling}
            onCancel={live.onCancel}
            onTweak={onTweak}
          />
        ) : (
          <EmptyOutput readiness={readiness} />
        )}
      </div>
    </div>
  );
}
