import { z } from "zod";
import type { InputValues } from "./inputs/values.ts";
import type { Prediction } from "./prediction.ts";
import { typedText } from "./typed-text.ts";

export const EXAMPLE_TITLE_MAX = 120;

export const exampleRequest = z.strictObject({
  prediction: z.string("is missing: name the prediction by its id"),
  title: typedText(EXAMPLE_TITLE_MAX),
});
export type ExampleRequest = z.infer<typeof exampleRequest>;

/** An example as the model's page shows it. */
export type ExampleCard = {
  /** By which it is taken off the page; null for one that the model's definition brings along. */
  id: string | null;
  /** Empty where nobody gave it one. */
  title: string;
  input: InputValues;
  /** Null while nobody has run it. */
  prediction: Prediction | null;
  /** Whether another version than the current one made it. */
  isOutdated: boolean;
};
