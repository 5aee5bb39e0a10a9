import { useMemo } from "react";
import type { InputDeclaration } from "#contract/inputs/declaration.ts";
import { formatTextList, parseTextList } from "#contract/text-list.ts";
import { ChipBox } from "./chip-box.tsx";
import { FieldFrame, fieldId, fieldNotes } from "./field-frame.tsx";

type ListFieldProps = {
  input: Extract<InputDeclaration, { type: "text-list" }>;
  text: string;
  error: string | null;
  onChange: (text: string) => void;
};

/**
 * The textarea holds the list; chips are a view of it. The switch between them is a checkbox and CSS, so that it works
 * before any script does, and the form posts the same either way.
 */
export function ListField({ input, text, error, onChange }: ListFieldProps) {
  const id = fieldId(input.name);
  const { items, duplicates } = useMemo(() => parseTextList(text), [text]);
  const count = {
    text: `${items.length} of ${input.maxItems}`,
    isOver: items.length > input.maxItems,
  };
  return (
    <FieldFrame input={input} error={error} count={count} action={<AsTextSwitch />}>
      <ChipBox
        input={input}
        items={items}
        hasError={error !== null}
        onAdd={(addition) => onChange(appendItems(items, addition))}
        onRemove={(item) => onChange(formatTextList(items.filter((other) => other !== item)))}
      />
      <textarea
        aria-labelledby={`${id}-label`}
        aria-describedby={fieldNotes(input)}
        aria-invalid={error !== null || undefined}
        name={input.name}
        value={text}
        onChange={(event) => onChange(event.target.value)}
        placeholder={input.placeholder}
        required
        spellCheck={false}
        className="field code hidden h-[14.875rem] resize-y px-3.5 py-2.5 text-base group-has-[:checked]/field:block aria-[invalid]:border-danger sm:text-sm [@media(scripting:none)]:block"
      />
      <p role="status" className="mt-1.5 text-sm text-muted empty:hidden">
        {describeDuplicates(duplicates)}
      </p>
    </FieldFrame>
  );
}

/** What was added twice stays in the text, so that the notice about it is there as long as it is true. */
function appendItems(items: string[], addition: string): string {
  const { items: added, duplicates } = parseTextList(addition);
  return [items, added, duplicates].map(formatTextList).join("\n").trim();
}

function describeDuplicates(duplicates: string[]): string | null {
  const [first] = duplicates;
  if (first === undefined) return null;
  return duplicates.length === 1
    ? `${first} was there twice and counts once.`
    : `${duplicates.length} were there more than once and count once.`;
}

function AsTextSwitch() {
  return (
    <label className="needs-script -my-2 flex min-h-10 items-center gap-2 text-sm text-muted hover:text-ink">
      <input type="checkbox" className="size-4 accent-accent" />
      Edit as text
    </label>
  );
}
