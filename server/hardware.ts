import { registeredEngines } from "./inference/registry.ts";
import { invalidInput } from "./problem.ts";

/** What a model could run on, in the shape of Replicate's API: the engines that are set up here. */
export const listHardware = (): { name: string; sku: string }[] =>
  registeredEngines().map(({ name }) => ({ name, sku: name }));

/** Throws a 422 Problem for hardware that there is not. */
export function requireHardware(sku: string): void {
  const skus = listHardware().map((each) => each.sku);
  if (skus.includes(sku)) return;
  const description = `is not here: take one of ${skus.join(", ")}`;
  throw invalidInput([{ type: "enum", field: "hardware", description }]);
}
