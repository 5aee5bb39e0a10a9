import { z } from "zod";

/** What a person types into a field: trimmed, no longer than `max`, and nothing that PostgreSQL cannot store. */
export const typedText = (max: number) =>
  z
    .string("is no text")
    .trim()
    .max(max, `is too long: take at most ${max.toLocaleString("en")} characters`)
    .refine(
      (text) => !text.includes("\0") && !/\p{Surrogate}/u.test(text),
      "holds characters that are no text: take them out",
    )
    .default("");
