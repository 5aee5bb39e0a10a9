/** The field that holds all inputs as one JSON text; no input can have this name. */
export const JSON_FIELD = "$json";

/** Reads what was written; `value` is the text itself where it is no JSON, and `error` says why. */
export function readJsonInput(written: string): { value: unknown; error: string | null } {
  try {
    return { value: JSON.parse(written), error: null };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { value: written, error: `This is not JSON: ${why}.` };
  }
}

/** Whether a value is an object, as the inputs of a prediction are together. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
