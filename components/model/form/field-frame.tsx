import type { ReactNode } from "react";
import type { InputDeclaration } from "#contract/inputs/declaration.ts";

export type FieldProps<Input extends InputDeclaration> = {
  input: Input;
  text: string;
  error: string | null;
  onChange: (text: string) => void;
};

type FieldFrameProps = {
  input: InputDeclaration;
  error: string | null;
  /** How full it is, or null while nobody needs to know. */
  count?: { text: string; isOver: boolean } | null;
  /** Beside the label. */
  action?: ReactNode;
  /** Several controls that one title stands over. */
  isGroup?: boolean;
  children: ReactNode;
};

export const fieldId = (name: string): string => `input-${name}`;

/** Ids of what is said under a field, for its `aria-describedby`. */
export const fieldNotes = ({ name }: InputDeclaration): string =>
  `${fieldId(name)}-error ${fieldId(name)}-help ${fieldId(name)}-count`;

export function FieldFrame(props: FieldFrameProps) {
  const { input, error, count, action, isGroup = false, children } = props;
  const id = fieldId(input.name);
  return (
    <div
      className="group/field"
      {...(isGroup
        ? { role: "group", "aria-labelledby": `${id}-label`, "aria-describedby": fieldNotes(input) }
        : {})}
    >
      <div className="mb-1.5 flex min-h-6 items-center justify-between gap-4">
        {isGroup ? (
          <p id={`${id}-label`} className="font-medium">
            <Title input={input} />
          </p>
        ) : (
          <label id={`${id}-label`} htmlFor={id} className="font-medium">
            <Title input={input} />
          </label>
        )}
        {action}
      </div>
      {children}
      <FieldNotes input={input} error={error} count={count ?? null} />
    </div>
  );
}

function Title({ input }: { input: InputDeclaration }) {
  const { title, unit, optional } = input;
  const beside = [unit, optional && input.default === undefined && "optional"].filter(Boolean);
  return (
    <>
      {title}
      {beside.length > 0 && <span className="font-normal text-muted"> ({beside.join(", ")})</span>}
    </>
  );
}

type FieldNotesProps = Required<Pick<FieldFrameProps, "input" | "error" | "count">>;

/** What is wrong with a field, what it is for, and how full it is. */
export function FieldNotes({ input, error, count }: FieldNotesProps) {
  const id = fieldId(input.name);
  return (
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
  );
}
