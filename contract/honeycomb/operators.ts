const bareCalculationOps = ["COUNT", "CONCURRENCY"] as const;

export const columnCalculationOps = [
  "SUM",
  "AVG",
  "COUNT_DISTINCT",
  "MAX",
  "MIN",
  "P001",
  "P01",
  "P05",
  "P10",
  "P25",
  "P50",
  "P75",
  "P90",
  "P95",
  "P99",
  "P999",
  "RATE_AVG",
  "RATE_SUM",
  "RATE_MAX",
  "HEATMAP",
] as const;

export const calculationOps = [...bareCalculationOps, ...columnCalculationOps] as const;
export const existenceOps = ["exists", "does-not-exist"] as const;
export const listOps = ["in", "not-in"] as const;
export const comparisonOps = ["=", "!=", ">", ">=", "<", "<="] as const;

export const textOps = [
  "starts-with",
  "does-not-start-with",
  "contains",
  "does-not-contain",
] as const;

export const filterOps = [...comparisonOps, ...textOps, ...existenceOps, ...listOps] as const;
export const filterCombinations = ["AND", "OR"] as const;
export const directions = ["ascending", "descending"] as const;

/** Honeycomb's most groups in one answer. */
export const limitMax = 1_000;

export type CalculationOp = (typeof calculationOps)[number];
export type FilterOp = (typeof filterOps)[number];
export type ComparisonOp = (typeof comparisonOps)[number];
export type FilterCombination = (typeof filterCombinations)[number];
export type Direction = (typeof directions)[number];

export const isBare = (op: CalculationOp): boolean => includes(bareCalculationOps, op);
export const isExistence = (op: FilterOp): boolean => includes(existenceOps, op);
export const isList = (op: FilterOp): boolean => includes(listOps, op);

/** `Array.includes` that narrows, so that an unknown string becomes one of the listed. */
export function includes<Item>(list: readonly Item[], value: unknown): value is Item {
  return (list as readonly unknown[]).includes(value);
}
