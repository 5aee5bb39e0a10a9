"use client";

import { lazy, Suspense, useState } from "react";
import { Icon } from "#components/ui/icon.tsx";

// Few visits come to share: what it takes is fetched when somebody does.
const ShareDialog = lazy(async () => {
  const { ShareDialog: component } = await import("./share-dialog.tsx");
  return { default: component };
});

export function ShareButton({ predictionId }: { predictionId: string }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="button button-quiet needs-script"
        aria-haspopup="dialog"
        onClick={() => setIsOpen(true)}
      >
        <Icon name="share" />
        Share
      </button>
      {isOpen && (
        <Suspense fallback={null}>
          <ShareDialog predictionId={predictionId} onClose={() => setIsOpen(false)} />
        </Suspense>
      )}
    </>
  );
}
