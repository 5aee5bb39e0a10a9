import { regexAutomaton } from "../regex/build-automaton.ts";
import { Work } from "../regex/work.ts";
import { settingMistakes } from "./check-settings.ts";
import { complaintAbout } from "./check-value.ts";
import type { InputDeclaration } from "./declaration.ts";
import { enumerationsIn } from "./enumerations.ts";

/** A mistake in a model's inputs: where it stands, as a path below `inputs`, and what would be right. */
export type DeclarationMistake = { path: PropertyKey[]; message: string };

/** What no field's own schema can see: mistakes between a model's inputs, and between the parts of one. */
export function mistakesIn(inputs: InputDeclaration[]): DeclarationMistake[] {
  return inputs.flatMap((input, index) => {
    const before = inputs.slice(0, index);
    const found = [
      ...nameMistakes(input, before),
      ...conditionMistakes(input, before),
      ...boundMistakes(input),
      ...settingMistakes(input, before),
      ...patternMistakes(input),
      ...shapeMistakes(input),
    ];
    // A default can only be judged by bounds that make sense.
    const mistakes = found.length > 0 ? found : defaultMistakes(input);
    return mistakes.map(({ path, message }) => ({ path: [index, ...path], message }));
  });
}

/** What the address of a model's page says besides its inputs. */
const reserved = ["from", "check", "output", "language"];

function nameMistakes({ name }: InputDeclaration, before: InputDeclaration[]) {
  if (reserved.includes(name))
    return [
      { path: ["name"], message: `${name} has another meaning in addresses: choose another` },
    ];
  return before.some((other) => other.name === name)
    ? [{ path: ["name"], message: `${name} is the name of an earlier input: choose another` }]
    : [];
}

function conditionMistakes({ visibleWhen }: InputDeclaration, before: InputDeclaration[]) {
  if (!visibleWhen) return [];
  const path = ["visibleWhen"];
  const other = before.find(({ name }) => name === visibleWhen.input);
  if (!other) {
    const names = before.map(({ name }) => name).join(", ") || "there is none";
    const message = `names no earlier input (${names}): a field depends on one that stands above it`;
    return [{ path: [...path, "input"], message }];
  }
  const isList = other.type === "choice-list";
  const wrong = [visibleWhen.is]
    .flat()
    .map((value) => complaintAbout(other, isList ? [value] : value))
    .find((complaint) => complaint !== null);
  return wrong
    ? [
        {
          path: [...path, "is"],
          message: `is no value of ${other.name}, which ${wrong.description}`,
        },
      ]
    : [];
}

function boundMistakes(input: InputDeclaration) {
  switch (input.type) {
    case "text":
      return isBelow(input.maxLength, input.minLength, "maxLength", "minLength");
    case "integer":
    case "number":
      return isBelow(input.maximum, input.minimum, "maximum", "minimum");
    case "choice-list":
      return [...isBelow(input.maxItems, input.minItems, "maxItems", "minItems"), ...twins(input)];
    case "choice":
      return twins(input);
    default:
      return [];
  }
}

function isBelow(
  upper: number | undefined,
  lower: number | undefined,
  upperName: string,
  lowerName: string,
) {
  if (upper === undefined || lower === undefined || upper >= lower) return [];
  return [{ path: [upperName], message: `is below ${lowerName}, which is ${lower}` }];
}

function twins({ options }: { options: { value: string }[] }) {
  return options.flatMap(({ value }, index) =>
    options.findIndex((other) => other.value === value) < index
      ? [{ path: ["options", index, "value"], message: "is there twice: leave one of them out" }]
      : [],
  );
}

function patternMistakes(input: InputDeclaration) {
  if (input.type !== "text" || input.pattern === undefined) return [];
  try {
    const automaton = regexAutomaton(input.pattern, false, new Work("The pattern"));
    return automaton.length > 0 ? [] : [{ path: ["pattern"], message: "matches no text at all" }];
  } catch (error) {
    return [{ path: ["pattern"], message: error instanceof Error ? error.message : String(error) }];
  }
}

function shapeMistakes(input: InputDeclaration) {
  if (input.type !== "json" || enumerationsIn(input.schema).length === 0) return [];
  return [
    { path: ["schema"], message: "takes enumFrom in an output only: list its values in enum" },
  ];
}

function defaultMistakes(input: InputDeclaration) {
  if (input.default === undefined)
    return input.fixed
      ? [{ path: ["fixed"], message: "needs a default: the value that it is fixed to" }]
      : [];
  const complaint = complaintAbout(input, input.default);
  return complaint ? [{ path: ["default"], message: complaint.description }] : [];
}
