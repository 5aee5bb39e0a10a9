import type { InputOf } from "#contract/inputs/declaration.ts";
import { FieldFrame, type FieldProps } from "./field-frame.tsx";
import { OptionList } from "./option-list.tsx";

export function ChoiceListField(props: FieldProps<InputOf<"choice-list">>) {
  const { input, text, error, onChange } = props;
  const chosen = text.split("\n").filter(Boolean);
  const most = input.maxItems ?? input.options.length;

  const handleToggle = (toggled: string) => {
    const next = chosen.includes(toggled)
      ? chosen.filter((value) => value !== toggled)
      : [...chosen, toggled];
    // In the order of the options, as a form without script sends them.
    const known = input.options.map(({ value }) => value);
    onChange(known.filter((value) => next.includes(value)).join("\n"));
  };

  return (
    <FieldFrame
      input={input}
      error={error}
      count={{ text: `${chosen.length} of ${most}`, isOver: chosen.length > most }}
      isGroup
    >
      <OptionList
        type="checkbox"
        input={input}
        isChosen={(value) => chosen.includes(value)}
        onToggle={handleToggle}
      />
    </FieldFrame>
  );
}
