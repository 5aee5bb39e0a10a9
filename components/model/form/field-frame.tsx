import type { ReactNode } from "react";
import type { InputDeclaration } from "#contract/inputs/declaration.ts";

type FieldFrameProps = {
  input: InputDeclaration;
  error: string | null;
  /** How full it is, or null while nobody needs to know. */
  count: { text: string; isOver: boolean } | null;
  /** Beside the label. */
  action?: ReactNode;
  children: ReactNode;
};

export const fieldId = (name: string): string => `input-${name}`;

/** Ids of what is said under a field, for its `aria-describedby`. */
export const fieldNotes = ({ name }: InputDeclaration): string =>
  `${fieldId(name)}-error ${fieldId(name)}-help ${fieldId(name)}-count`;

export function FieldFrame({ input, error, count, action, children }: FieldFrameProps) {
  const id = fieldId(input.name);
  return (
    <div className="group/field">
      <div className="mb-1.5 flex min-h-6 items-center justify-between gap-4">
        <label id={`${id}-label`} htmlFor={id} className="font-medium">
          {input.title}
        </label>
        {action}
      </div>
      {children}
      <div className="mt-1.5 flex min-h-5 items-start justify-between gap-4 text-sm">
        <div>
          <p id={`${id}-error`} className="text-danger empty:hidden">
            {error}
          </p>
          <p id={`${id}-help`} className="text-muted empty:hidden">
            {input.help}
          </p>
        </div>
        <p
          id={`${id}-count`}
          className={`shrink-0 tabular-nums empty:hidden ${count?.isOver ? "text-danger" : "text-muted"}`}
        >
          {count?.text}
        </p>
      </div>
    </div>
  );
}
