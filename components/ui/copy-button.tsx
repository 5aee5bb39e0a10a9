"use client";

import { useEffect, useState } from "react";
import { Icon, type IconName } from "./icon.tsx";

const confirmationMs = 2_000;

type CopyButtonProps = {
  /** What is copied, or how to get it at the moment of the click. */
  text: string | (() => string);
  label: string;
  icon?: IconName;
  /** Shows the icon alone; the label is then only read out. */
  isCompact?: boolean;
};

type Outcome = "copied" | "refused" | null;

export function CopyButton({ text, label, icon = "copy", isCompact = false }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<Outcome>(null);

  useEffect(() => {
    if (outcome === null) return;
    const timer = setTimeout(() => setOutcome(null), confirmationMs);
    return () => clearTimeout(timer);
  }, [outcome]);

  const handleCopy = async () => {
    const isCopied = await copy(typeof text === "function" ? text() : text);
    setOutcome(isCopied ? "copied" : "refused");
  };

  const said = outcome === "copied" ? "Copied" : outcome === "refused" ? "Could not copy" : label;
  const size = isCompact ? "size-8 min-h-8 p-0 sm:min-h-8 sm:p-0" : "";
  return (
    <button
      type="button"
      className={`button button-quiet needs-script ${size}`}
      onClick={() => void handleCopy()}
    >
      <Icon name={outcome === "copied" ? "check" : icon} />
      {/* The longest wording holds the width, so that confirming moves nothing. */}
      <span className={isCompact ? "sr-only" : "grid text-left"}>
        <span aria-hidden="true" className="invisible col-start-1 row-start-1">
          {label}
        </span>
        <span className="col-start-1 row-start-1" aria-live="polite">
          {said}
        </span>
      </span>
    </button>
  );
}

async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** The clipboard API exists on https and localhost only; a playground in an office network may have neither. */
function copyBySelection(text: string): boolean {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "fixed opacity-0";
  document.body.append(area);
  area.select();
  const isCopied = document.execCommand("copy");
  area.remove();
  return isCopied;
}
