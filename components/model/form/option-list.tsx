import type { InputOf } from "#contract/inputs/declaration.ts";
import { fieldId } from "./field-frame.tsx";

type OptionListProps = {
  type: "radio" | "checkbox";
  input: InputOf<"choice"> | InputOf<"choice-list">;
  isChosen: (value: string) => boolean;
  onToggle: (value: string) => void;
};

/** Options to tick, each a line of its own; a long list scrolls. */
export function OptionList({ type, input, isChosen, onToggle }: OptionListProps) {
  return (
    <ul className="-my-1 max-h-72 overflow-y-auto overscroll-contain py-1 pl-1">
      {input.options.map(({ value, label }, index) => (
        <li key={value}>
          <label className="flex min-h-11 items-center gap-3 sm:min-h-9">
            <input
              type={type}
              id={index === 0 ? fieldId(input.name) : undefined}
              name={input.name}
              value={value}
              checked={isChosen(value)}
              onChange={() => onToggle(value)}
              className="size-5 shrink-0 accent-accent"
            />
            <span className="min-w-0 break-words">{label ?? value}</span>
          </label>
        </li>
      ))}
    </ul>
  );
}
