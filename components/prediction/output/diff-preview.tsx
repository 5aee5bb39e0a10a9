"use client";

import { useMemo, useState } from "react";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { type Change, changesBetween, textAfter } from "./changes.ts";

type DiffPreviewProps = { before: string; text: string; reasons: string[] };

/** An edited text as tracked changes, each of which can be turned down; what is copied is what is left. */
export function DiffPreview({ before, text, reasons }: DiffPreviewProps) {
  const parts = useMemo(() => changesBetween(before, text), [before, text]);
  const [refused, setRefused] = useState<ReadonlySet<number>>(new Set());
  const count = parts.filter(({ kind }) => kind === "change").length;

  const handleToggle = (index: number) => {
    const next = new Set(refused);
    if (!next.delete(index)) next.add(index);
    setRefused(next);
  };

  return (
    <>
      <p className="mb-3 text-sm text-muted">
        {count === 0
          ? "Nothing was changed."
          : `${count === 1 ? "1 change" : `${count} changes`}. Choose one to turn it down, and again to take it.`}
      </p>
      <p className="leading-8 whitespace-pre-wrap break-words">
        {parts.map((part, index) =>
          part.kind === "same" ? (
            part.text
          ) : (
            <ChangeButton
              // biome-ignore lint/suspicious/noArrayIndexKey: parts never move
              key={index}
              change={part}
              isTaken={!refused.has(index)}
              onToggle={() => handleToggle(index)}
            />
          ),
        )}
      </p>
      {reasons.length > 0 && (
        <section aria-label="Reasons" className="mt-5 border-t border-line pt-4">
          <ul className="list-disc space-y-1 pl-4 marker:text-muted">
            {reasons.map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </section>
      )}
      <div className="mt-5">
        <CopyButton text={textAfter(parts, refused)} label="Copy the edited text" />
      </div>
    </>
  );
}

type ChangeButtonProps = { change: Change; isTaken: boolean; onToggle: () => void };

function ChangeButton({ change, isTaken, onToggle }: ChangeButtonProps) {
  return (
    <button
      type="button"
      aria-pressed={isTaken}
      onClick={onToggle}
      className="inline rounded-sm text-left whitespace-pre-wrap"
    >
      {change.removed && (
        <del className={isTaken ? "bg-danger-soft text-danger" : "bg-sunken no-underline"}>
          {change.removed}
        </del>
      )}
      {change.added && (
        <ins
          className={
            isTaken ? "bg-accent-soft text-accent no-underline" : "text-muted line-through"
          }
        >
          {change.added}
        </ins>
      )}
    </button>
  );
}
