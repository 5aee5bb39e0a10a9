import type { ReactNode } from "react";

type FieldProps = { name: string; label: string; value: string; error: string | null };

const idOf = (name: string): string => `log-${name}`;

const noteOf = ({ name, error }: FieldProps) => ({
  id: idOf(name),
  name,
  "aria-invalid": error !== null || undefined,
  "aria-describedby": error === null ? undefined : `${idOf(name)}-error`,
});

const boxClass = "field min-h-11 px-3 sm:min-h-10 sm:text-sm aria-[invalid]:border-danger";

export function TextFilter(field: FieldProps) {
  return (
    <Frame {...field}>
      <input
        {...noteOf(field)}
        type="search"
        defaultValue={field.value}
        autoComplete="off"
        className={boxClass}
      />
    </Frame>
  );
}

export function DayFilter(field: FieldProps) {
  return (
    <Frame {...field}>
      <input {...noteOf(field)} type="date" defaultValue={field.value} className={boxClass} />
    </Frame>
  );
}

type ChoiceFilterProps = FieldProps & { options: { value: string; label: string }[] };

export function ChoiceFilter({ options, ...field }: ChoiceFilterProps) {
  return (
    <Frame {...field}>
      <select {...noteOf(field)} defaultValue={field.value} className={boxClass}>
        <option value="">All</option>
        {options.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </Frame>
  );
}

export function FlagFilter(field: FieldProps) {
  return (
    <div>
      <label
        htmlFor={idOf(field.name)}
        className="flex min-h-11 items-center gap-2.5 text-sm sm:min-h-10"
      >
        <input
          {...noteOf(field)}
          type="checkbox"
          value="1"
          defaultChecked={field.value === "1"}
          className="size-4.5 shrink-0 accent-accent"
        />
        {field.label}
      </label>
      <FieldError {...field} />
    </div>
  );
}

function Frame({ children, ...field }: FieldProps & { children: ReactNode }) {
  return (
    <div className="min-w-0">
      <label htmlFor={idOf(field.name)} className="mb-1.5 block text-sm font-medium">
        {field.label}
      </label>
      {children}
      <FieldError {...field} />
    </div>
  );
}

function FieldError({ name, label, error }: FieldProps) {
  if (error === null) return null;
  return (
    <p id={`${idOf(name)}-error`} className="mt-1.5 text-sm text-danger">
      {label} {error}.
    </p>
  );
}
