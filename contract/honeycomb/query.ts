import type {
  CalculationOp,
  ComparisonOp,
  Direction,
  FilterCombination,
  FilterOp,
} from "./operators.ts";

export type Calculation = { op: CalculationOp; column?: string };
export type Scalar = string | number | boolean;
export type Filter = { column: string; op: FilterOp; value?: Scalar | Scalar[] };
export type Order = { column?: string; op?: CalculationOp; order: Direction };
export type Having = {
  calculate_op: CalculationOp;
  column?: string;
  op: ComparisonOp;
  value: number;
};

/** A query as Honeycomb's query API takes it: times are Unix seconds, spans of time seconds. */
export type HoneycombQuery = {
  breakdowns?: string[];
  calculations?: Calculation[];
  filters?: Filter[];
  filter_combination?: FilterCombination;
  orders?: Order[];
  havings?: Having[];
  limit?: number;
  granularity?: number;
  time_range?: number;
  start_time?: number;
  end_time?: number;
};

/** Honeycomb counts events where a query names no calculation. */
export const effectiveCalculations = (query: HoneycombQuery): Calculation[] =>
  query.calculations?.length ? query.calculations : [{ op: "COUNT" }];

/** Honeycomb looks at the last two hours where a query names no time. */
export const defaultTimeRange = 7_200;
