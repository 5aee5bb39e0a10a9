"use client";

import { lazy, Suspense, useState } from "react";
import { Icon, type IconName } from "#components/ui/icon.tsx";
import type { Prediction } from "#contract/prediction.ts";

// Few visits come for these: what they take is fetched when somebody asks.
const dialogs = {
  report: lazy(async () => ({ default: (await import("./report-dialog.tsx")).ReportDialog })),
  feature: lazy(async () => ({ default: (await import("./feature-dialog.tsx")).FeatureDialog })),
  delete: lazy(async () => ({ default: (await import("./delete-dialog.tsx")).DeleteDialog })),
};
type Action = keyof typeof dialogs;

const buttons: { action: Action; label: string; icon: IconName; needs: keyof Prediction }[] = [
  { action: "report", label: "Report", icon: "flag", needs: "can_report" },
  { action: "feature", label: "Add to examples", icon: "star", needs: "can_feature" },
  { action: "delete", label: "Delete", icon: "trash", needs: "can_delete" },
];

/** What some may do with a finished prediction, each after a question. */
export function MoreActions({ prediction }: { prediction: Prediction }) {
  const [asked, setAsked] = useState<Action | null>(null);
  const Question = asked && dialogs[asked];
  return (
    <>
      {buttons.map(
        ({ action, label, icon, needs }) =>
          prediction[needs] && (
            <button
              key={action}
              type="button"
              className="button button-quiet needs-script"
              aria-haspopup="dialog"
              onClick={() => setAsked(action)}
            >
              <Icon name={icon} />
              {label}
            </button>
          ),
      )}
      {Question && (
        <Suspense fallback={null}>
          <Question prediction={prediction} onClose={() => setAsked(null)} />
        </Suspense>
      )}
    </>
  );
}
