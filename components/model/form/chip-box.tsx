import { type ClipboardEvent, type KeyboardEvent, useRef, useState } from "react";
import { flushSync } from "react-dom";
import type { InputDeclaration } from "#contract/inputs/declaration.ts";
import { ChipList } from "./chip-list.tsx";
import { fieldId, fieldNotes } from "./field-frame.tsx";
import { isComposing } from "./is-composing.ts";

type ChipBoxProps = {
  input: InputDeclaration;
  items: string[];
  hasError: boolean;
  /** Text in any form a list is understood in, with what was just added at its end. */
  onAdd: (addition: string) => void;
  onRemove: (item: string) => void;
};

export function ChipBox({ input, items, hasError, onAdd, onRemove }: ChipBoxProps) {
  const [draft, setDraft] = useState("");
  const box = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const id = fieldId(input.name);

  // Flushed, as Ctrl+Enter reads the form right after this.
  const commit = (addition: string) => {
    if (addition.trim() === "") return;
    flushSync(() => {
      onAdd(addition);
      setDraft("");
    });
    box.current?.scrollTo({ top: box.current.scrollHeight });
  };

  const handleKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (isComposing(event)) return;
    const isAtStart = event.currentTarget.selectionEnd === 0;
    if (event.key === "Enter" || event.key === ",") {
      event.preventDefault();
      commit(draft);
    } else if (isAtStart && (event.key === "Backspace" || event.key === "ArrowLeft")) {
      const buttons = box.current?.querySelectorAll("button");
      buttons?.[buttons.length - 1]?.focus();
    }
  };

  const handlePaste = (event: ClipboardEvent) => {
    const pasted = event.clipboardData.getData("text");
    if (!/[\n\t,[]/.test(pasted)) return;
    event.preventDefault();
    commit(`${draft}${pasted}`);
  };

  return (
    <div
      className={`field needs-script group-has-[:checked]/field:hidden focus-within:outline-2 focus-within:outline-offset-2 focus-within:outline-accent ${hasError ? "border-danger" : ""}`}
    >
      <div ref={box} className="h-[11.75rem] overflow-y-auto overscroll-contain p-2">
        <ChipList
          items={items}
          labelledBy={`${id}-label`}
          onRemove={onRemove}
          onLeave={() => field.current?.focus()}
        />
      </div>
      <input
        ref={field}
        id={id}
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={() => commit(draft)}
        onKeyDown={handleKeyDown}
        onPaste={handlePaste}
        placeholder={items.length > 0 ? "Add another, or paste a list" : input.placeholder}
        aria-invalid={hasError || undefined}
        aria-describedby={fieldNotes(input)}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        enterKeyHint="enter"
        className="code h-12 w-full border-t border-line bg-transparent px-3.5 text-base outline-none placeholder:font-sans placeholder:text-muted sm:text-sm"
      />
    </div>
  );
}
