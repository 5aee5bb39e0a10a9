import { type KeyboardEvent, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { Icon } from "#components/ui/icon.tsx";

/** More than anybody reads one by one; the rest is counted and stays editable as text. */
const shownMax = 500;

type ChipListProps = {
  items: string[];
  labelledBy: string;
  onRemove: (item: string) => void;
  /** The keyboard has moved past the last chip. */
  onLeave: () => void;
};

/** One tab stop for all chips: arrows walk them, Delete removes one and stays in place. */
export function ChipList({ items, labelledBy, onRemove, onLeave }: ChipListProps) {
  const list = useRef<HTMLUListElement>(null);
  const [walked, setWalked] = useState(items.length - 1);
  const shown = items.slice(0, shownMax);
  const current = Math.max(0, Math.min(walked, shown.length - 1));

  const focusChip = (index: number) => {
    const buttons = list.current?.querySelectorAll("button") ?? [];
    const button = buttons[Math.max(0, Math.min(index, buttons.length - 1))];
    if (button) button.focus();
    else onLeave();
  };

  const handleRemove = (item: string, next: number) => {
    flushSync(() => onRemove(item));
    focusChip(next);
  };

  const handleKeyDown = (event: KeyboardEvent, item: string, index: number) => {
    const move = moves[event.key];
    if (move === undefined) return;
    event.preventDefault();
    const next = move(index, shown.length);
    if (removals.has(event.key)) handleRemove(item, next);
    else if (next === shown.length) onLeave();
    else focusChip(next);
  };

  return (
    <ul ref={list} aria-labelledby={labelledBy} className="flex flex-wrap gap-1.5">
      {shown.map((item, index) => (
        <li
          key={item}
          className="inline-flex max-w-full items-center rounded-md bg-sunken pl-2.5 focus-within:outline-2 focus-within:outline-accent"
        >
          <span className="code min-w-0 break-all">{item}</span>
          <button
            type="button"
            aria-label={`Remove ${item}`}
            tabIndex={index === current ? 0 : -1}
            onFocus={() => setWalked(index)}
            onClick={() => handleRemove(item, index)}
            onKeyDown={(event) => handleKeyDown(event, item, index)}
            className="grid size-8 shrink-0 place-items-center text-muted outline-none hover:text-ink sm:size-7"
          >
            <Icon name="cross" />
          </button>
        </li>
      ))}
      {items.length > shown.length && (
        <li className="px-1 py-1 text-sm text-muted">
          and {items.length - shown.length} more, there when you edit as text
        </li>
      )}
    </ul>
  );
}

const removals = new Set(["Delete", "Backspace"]);

/** Where each key leads, as an index among the chips that are there afterwards. */
const moves: Record<string, (index: number, count: number) => number> = {
  ArrowRight: (index) => index + 1,
  ArrowDown: (index) => index + 1,
  ArrowLeft: (index) => index - 1,
  ArrowUp: (index) => index - 1,
  Home: () => 0,
  End: (_, count) => count - 1,
  Delete: (index) => index,
  Backspace: (index) => index - 1,
};
