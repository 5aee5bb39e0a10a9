import { sampling } from "../sampling.ts";
import type { InputDeclaration, InputOf } from "./declaration.ts";
import { type InputValues, promptValues } from "./values.ts";

type NumberInput = InputOf<"integer" | "number">;

/** Mistakes in an input by which visitors set something of the sampling: where they stand, and what would be right. */
export function settingMistakes(
  input: InputDeclaration,
  before: InputDeclaration[],
): { path: PropertyKey[]; message: string }[] {
  const name = settingOf(input);
  if (!name) return [];
  const twin = before.find((other) => settingOf(other) === name);
  return twin
    ? [{ path: ["sets"], message: `is set by ${twin.name} already: remove one of the two` }]
    : rangeMistakes(input as NumberInput, name); // the others set nothing
}

function rangeMistakes(input: NumberInput, name: NonNullable<NumberInput["sets"]>) {
  return (["minimum", "maximum"] as const).flatMap((bound) => {
    const value = input[bound];
    if (value === undefined)
      return [{ path: [bound], message: `has to say how far visitors may change ${name}` }];
    const [issue] = sampling.shape[name].safeParse(value).error?.issues ?? [];
    return issue ? [{ path: [bound], message: `is no ${name}: ${issue.message}` }] : [];
  });
}

const settingOf = (input: InputDeclaration): NumberInput["sets"] =>
  input.type === "integer" || input.type === "number" ? input.sets : undefined;

/** What of a model's sampling its visitors may change. */
export const adjustableSettings = (inputs: InputDeclaration[]): string[] =>
  inputs.flatMap((input) => settingOf(input) ?? []);

/** A model's sampling with what one filled-in form sets of it. */
export function adjustSampling<Settings extends object>(
  settings: Settings,
  inputs: InputDeclaration[],
  values: InputValues,
): Settings {
  const given = promptValues(inputs, values);
  const changes = inputs.flatMap((input) => {
    const name = settingOf(input);
    const value = given[input.name];
    return name && typeof value === "number" ? [[name, value] as const] : [];
  });
  return { ...settings, ...Object.fromEntries(changes) };
}
