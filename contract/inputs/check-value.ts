import { fileIdIn, isFileData, isImageData } from "../files.ts";
import { matches } from "../regex/automaton.ts";
import { regexAutomaton } from "../regex/build-automaton.ts";
import { Work } from "../regex/work.ts";
import { countCharacters, hasUnstorable, shorten } from "./characters.ts";
import { complaintAboutJson, outOfBounds } from "./check-json.ts";
import type { Complaint } from "./complaint.ts";
import type { InputDeclaration, InputOf } from "./declaration.ts";
import { complaintAboutSentText } from "./file-text.ts";
import { KEPT_SECRET } from "./values.ts";

/** What is wrong with the value of one input, or null. */
export function complaintAbout(declaration: InputDeclaration, value: unknown): Complaint | null {
  switch (declaration.type) {
    case "text":
      return complaintAboutText(value, declaration);
    case "integer":
    case "number":
      return complaintAboutNumber(value, declaration);
    case "boolean":
      return typeof value === "boolean" ? null : invalidType("must be true or false");
    case "choice":
      return complaintAboutChoice(value, declaration.options);
    case "choice-list":
      return complaintAboutChoices(value, declaration);
    case "text-list":
      return complaintAboutList(value, declaration);
    case "json":
      return complaintAboutDocument(value, declaration);
    case "image":
      return complaintAboutFile(value, isImageData, "image");
    case "file":
      return (
        complaintAboutFile(value, isFileData, "file") ??
        complaintAboutSentText(value, declaration.maxLength)
      );
    case "secret":
      return complaintAboutSecret(value);
  }
}

const invalidType = (description: string): Complaint => ({ type: "invalid_type", description });

function complaintAboutFile(
  value: unknown,
  isData: (value: string) => boolean,
  what: "image" | "file",
): Complaint | null {
  if (typeof value !== "string") return invalidType(`must be an address of the ${what}, as text`);
  if (fileIdIn(value) !== null || isData(value)) return null;
  const example = what === "image" ? "image/png" : "application/pdf";
  return {
    type: `no_such_${what}`,
    description: `is no ${what} that is here: send it to /v1/files first and give the address that it gets there, or give it as data:${example};base64,…`,
  };
}

const SECRET_MAX = 2_000;

function complaintAboutSecret(value: unknown): Complaint | null {
  if (value === KEPT_SECRET)
    return { type: "not_kept", description: "was not kept: write it again" };
  return complaintAboutText(value, { maxLength: SECRET_MAX });
}

type TextLimits = {
  optional?: boolean | undefined;
  minLength?: number | undefined;
  maxLength: number;
  pattern?: string | undefined;
};

function complaintAboutText(value: unknown, limits: TextLimits): Complaint | null {
  if (typeof value !== "string") return invalidType("must be text");
  if (value.trim() === "")
    return limits.optional
      ? null
      : { type: "string_too_short", description: "is empty: write something here" };
  if (hasUnstorable(value))
    return { type: "invalid_character", description: "holds a character that cannot be stored" };
  const length = countCharacters(value);
  if (length > limits.maxLength)
    return {
      type: "string_too_long",
      description: `has ${length} characters; at most ${limits.maxLength} are allowed`,
    };
  if (length < (limits.minLength ?? 0))
    return {
      type: "string_too_short",
      description: `has ${length} characters; at least ${limits.minLength} are needed`,
    };
  if (limits.pattern !== undefined && !matchesPattern(limits.pattern, value))
    return { type: "pattern_mismatch", description: "does not have the form that is asked for" };
  return null;
}

const automatons = new Map<string, ReturnType<typeof regexAutomaton>>();

/** In time that grows with the text's length alone. Patterns are those of versions: few, and checked at publishing. */
function matchesPattern(pattern: string, value: string): boolean {
  const known = automatons.get(pattern) ?? regexAutomaton(pattern, false, new Work("The pattern"));
  automatons.set(pattern, known);
  return matches(known, value);
}

function complaintAboutNumber(
  value: unknown,
  { type, minimum, maximum }: InputOf<"integer"> | InputOf<"number">,
): Complaint | null {
  if (typeof value !== "number" || !Number.isFinite(value))
    return invalidType(`must be a ${type === "integer" ? "whole " : ""}number`);
  if (type === "integer" && !Number.isSafeInteger(value))
    return invalidType("must be a whole number");
  const description = outOfBounds(value, minimum, maximum);
  return description === null ? null : { type: "out_of_range", description };
}

type Options = InputOf<"choice">["options"];

function complaintAboutChoice(value: unknown, options: Options): Complaint | null {
  if (typeof value !== "string") return invalidType("must be one of the choices, as text");
  if (options.some((option) => option.value === value)) return null;
  const listed = options.slice(0, 10).map((option) => shorten(option.value));
  const more = options.length > listed.length ? ` and ${options.length - listed.length} more` : "";
  return {
    type: "not_a_choice",
    description: `cannot be ${shorten(value)}: choose one of ${listed.join(", ")}${more}`,
  };
}

function complaintAboutChoices(
  value: unknown,
  { options, optional, minItems = optional ? 0 : 1, maxItems }: InputOf<"choice-list">,
): Complaint | null {
  if (!Array.isArray(value)) return invalidType("must be a list of choices");
  if (value.length < minItems)
    return {
      type: "too_few_items",
      description: minItems === 1 ? "is empty: choose at least one" : `needs at least ${minItems}`,
    };
  if (maxItems !== undefined && value.length > maxItems)
    return {
      type: "too_many_items",
      description: `has ${value.length} choices; at most ${maxItems} are allowed`,
    };
  return complaintAboutItems(value, (item) => complaintAboutChoice(item, options));
}

function complaintAboutList(
  value: unknown,
  { optional, maxItems, maxItemLength }: InputOf<"text-list">,
): Complaint | null {
  if (!Array.isArray(value)) return invalidType("must be a list of texts");
  if (value.length === 0 && !optional)
    return { type: "too_few_items", description: "is empty: give at least one" };
  if (value.length > maxItems)
    return {
      type: "too_many_items",
      description: `has ${value.length} entries; at most ${maxItems} are allowed`,
    };
  return complaintAboutItems(value, (item) =>
    complaintAboutText(item, { maxLength: maxItemLength }),
  );
}

function complaintAboutItems(
  items: unknown[],
  complaintAboutItem: (item: unknown) => Complaint | null,
): Complaint | null {
  const seen = new Set<unknown>();
  for (const [index, item] of items.entries()) {
    const complaint = complaintAboutItem(item);
    if (complaint)
      return { ...complaint, description: `entry ${index + 1} ${complaint.description}` };
    if (seen.has(item))
      return {
        type: "duplicate_item",
        description: `has ${shorten(String(item))} twice: leave one of them out`,
      };
    seen.add(item);
  }
  return null;
}

function complaintAboutDocument(
  value: unknown,
  { schema, maxLength }: InputOf<"json">,
): Complaint | null {
  const description = complaintAboutJson(value, schema);
  if (description) return { type: "invalid_json", description };
  const length = countCharacters(JSON.stringify(value));
  return length <= maxLength
    ? null
    : {
        type: "json_too_long",
        description: `has ${length} characters as JSON; at most ${maxLength} are allowed`,
      };
}
