import type { SharedPrediction, ShareScope } from "#contract/share.ts";

type ScopeBoxesProps = {
  whole: SharedPrediction;
  scope: ShareScope;
  onChange: (scope: ShareScope) => void;
};

/** What leaves, one by one. */
export function ScopeBoxes({ whole, scope, onChange }: ScopeBoxesProps) {
  const toggleInput = (name: string, isShown: boolean) =>
    onChange({
      ...scope,
      inputs: isShown ? [...scope.inputs, name] : scope.inputs.filter((each) => each !== name),
    });
  return (
    <fieldset>
      <legend className="font-medium">What the link shows</legend>
      <div className="mt-1 flex flex-wrap gap-x-6">
        {whole.inputs.map(({ name, title }) => (
          <Box
            key={name}
            label={title}
            isTicked={scope.inputs.includes(name)}
            onChange={(isTicked) => toggleInput(name, isTicked)}
          />
        ))}
        <Box
          label="Output"
          isTicked={scope.output}
          onChange={(output) => onChange({ ...scope, output })}
        />
        <Box
          label="How it was made"
          isTicked={scope.settings}
          onChange={(settings) => onChange({ ...scope, settings })}
        />
      </div>
    </fieldset>
  );
}

type BoxProps = { label: string; isTicked: boolean; onChange: (isTicked: boolean) => void };

function Box({ label, isTicked, onChange }: BoxProps) {
  return (
    <label className="flex min-h-11 items-center gap-2.5 sm:min-h-9">
      <input
        type="checkbox"
        checked={isTicked}
        onChange={(event) => onChange(event.target.checked)}
        className="size-4.5 shrink-0 accent-accent"
      />
      {label}
    </label>
  );
}
