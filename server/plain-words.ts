import type { z } from "zod";

const TYPES: Record<string, string> = {
  ...{ string: "text", number: "a number", int: "a whole number", boolean: "true or false" },
  ...{ array: "a list", object: "a group of keys", record: "a group of keys", null: "null" },
};

/** What a schema of ours refuses, as the rest of a sentence that begins with the value's name; for issues whose schema says nothing itself. */
export const inPlainWords: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case "invalid_type":
      return `has to be ${TYPES[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return `has to be ${listed(issue.values)}`;
    case "too_small":
      return `has to be ${issue.inclusive ? "at least" : "more than"} ${issue.minimum}${unitOf(issue.origin, issue.minimum)}`;
    case "too_big":
      return `has to be ${issue.inclusive ? "at most" : "less than"} ${issue.maximum}${unitOf(issue.origin, issue.maximum)}`;
    case "invalid_union":
      return issue.discriminator && "options" in issue && Array.isArray(issue.options)
        ? `has to be ${listed(issue.options)}`
        : "is of no kind that can stand here";
    case "invalid_format":
      return "does not have the form that it needs";
    default:
      return undefined;
  }
};

function unitOf(origin: string, count: number | bigint): string {
  const isOne = Number(count) === 1;
  if (origin === "string") return isOne ? " character long" : " characters long";
  if (origin !== "array") return "";
  return isOne ? " entry long" : " entries long";
}

const listed = (values: unknown[]): string => {
  const texts = values.map(String);
  const last = texts.pop();
  return texts.length > 0 ? `${texts.join(", ")} or ${last}` : String(last);
};
