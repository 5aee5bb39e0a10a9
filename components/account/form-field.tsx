import { type FieldSpec, fieldIdOf, type OptionsSpec, type TextSpec } from "./field-spec.ts";

type FormFieldProps = { field: FieldSpec; error: string | null };

export function FormField({ field, error }: FormFieldProps) {
  return "options" in field ? (
    <Options field={field} error={error} />
  ) : (
    <TextLine field={field} error={error} />
  );
}

type TextLineProps = { field: TextSpec; error: string | null };

function TextLine({ field, error }: TextLineProps) {
  const id = fieldIdOf(field);
  const common = {
    ...{ id, name: field.name, required: !field.isOptional },
    autoComplete: field.autoComplete ?? "off",
    "aria-invalid": error !== null || undefined,
    "aria-describedby": `${id}-error ${id}-help`,
  };
  return (
    <div>
      <label htmlFor={id} className="mb-1.5 block font-medium">
        {field.label}
        {field.isOptional && <span className="font-normal text-muted"> (optional)</span>}
      </label>
      {field.kind === "area" ? (
        <textarea
          {...common}
          rows={4}
          spellCheck={false}
          className="field code block max-h-80 px-3.5 py-2.5 aria-[invalid]:border-danger"
        />
      ) : (
        <input
          {...common}
          type={field.kind}
          className="field min-h-11 px-3.5 aria-[invalid]:border-danger"
        />
      )}
      <Notes id={id} error={error} help={field.help} />
    </div>
  );
}

type OptionsProps = { field: OptionsSpec; error: string | null };

function Options({ field, error }: OptionsProps) {
  const id = fieldIdOf(field);
  return (
    <fieldset aria-describedby={`${id}-error`}>
      <legend className="mb-1.5 font-medium">{field.label}</legend>
      {field.options.map(({ value, label, help, isChosen }, place) => (
        <label key={value} className="flex min-h-11 items-center gap-3 sm:min-h-9">
          <input
            id={place === 0 ? id : undefined}
            type={field.kind}
            name={field.name}
            value={value}
            defaultChecked={isChosen}
            className="size-4.5 shrink-0 accent-accent"
          />
          <span>
            {label}
            {help && <span className="text-muted"> – {help}</span>}
          </span>
        </label>
      ))}
      <Notes id={id} error={error} help={undefined} />
    </fieldset>
  );
}

function Notes({
  id,
  error,
  help,
}: {
  id: string;
  error: string | null;
  help: string | undefined;
}) {
  return (
    <div className="mt-1.5 text-sm">
      <p id={`${id}-error`} className="text-danger empty:hidden">
        {error}
      </p>
      <p id={`${id}-help`} className="text-muted empty:hidden">
        {help}
      </p>
    </div>
  );
}
