import type { JsonSchema } from "../json.ts";
import {
  breakdownsMax,
  calculationsMax,
  filtersMax,
  listValuesMax,
  textLengthMax,
  timeRanges,
} from "./grammar.ts";
import {
  columnCalculationOps,
  comparisonOps,
  directions,
  existenceOps,
  filterCombinations,
  limitMax,
  listOps,
  textOps,
} from "./operators.ts";

/**
 * JSON Schema (2020-12, with nothing but what constrained decoders know) of the queries that `honeycombGrammar` allows,
 * for engines that take no grammar. Three rules are lost: spaces are free, a query is sorted or kept by its calculation
 * only where it has exactly one, and several filters may come without a combination.
 */
export function honeycombSchema(columns: string[], texts: string[] | null = null): JsonSchema {
  if (columns.length === 0) throw new RangeError("a Honeycomb query needs at least one column");
  const sortable = columnCalculationOps.filter((op) => op !== "HEATMAP");
  return {
    $defs: definitions(columns, texts),
    anyOf: [
      query({ calculations: list(ref("calculation"), calculationsMax) }, ["calculations"]),
      ...["COUNT", "CONCURRENCY"].map((op) => sortedQuery({ op: { const: op } })),
      ...sortable.map((op) => sortedQuery({ op: { const: op }, column: ref("column") })),
    ],
  };
}

/** Queries with one calculation, whose groups are sorted and kept by it. */
function sortedQuery(calculation: Record<string, JsonSchema>): JsonSchema {
  const { op = {}, ...column } = calculation;
  const having = { calculate_op: op, ...column, op: ref("comparison"), value: number };
  const order = { ...calculation, order: { enum: [...directions] } };
  return query(
    {
      calculations: list(object(calculation), 1),
      breakdowns: ref("breakdowns"),
      havings: list(object(having), 1),
      orders: list(object(order), 1),
      limit: { type: "integer", minimum: 1, maximum: limitMax },
    },
    ["calculations", "breakdowns"],
  );
}

/** A query with its parts in the grammar's order. */
function query(parts: Record<string, JsonSchema>, required: string[]): JsonSchema {
  const { calculations = {}, breakdowns = ref("breakdowns"), ...sorting } = parts;
  const properties = {
    ...{ calculations, breakdowns, filters: ref("filters") },
    filter_combination: { enum: [...filterCombinations] },
    ...sorting,
    time_range: ref("seconds"),
  };
  return { ...object(properties), required: [...required, "time_range"] };
}

function definitions(columns: string[], texts: string[] | null): Record<string, JsonSchema> {
  return {
    column: { enum: columns },
    seconds: { enum: timeRanges() },
    comparison: { enum: [...comparisonOps] },
    text: texts ? { enum: texts } : { type: "string", minLength: 1, maxLength: textLengthMax },
    scalar: { anyOf: [ref("text"), number, { type: "boolean" }] },
    breakdowns: list(ref("column"), breakdownsMax),
    calculation: {
      anyOf: [
        object({ op: { enum: ["COUNT", "CONCURRENCY"] } }),
        object({ op: { enum: [...columnCalculationOps] }, column: ref("column") }),
      ],
    },
    filters: list({ anyOf: filterKinds() }, filtersMax),
  };
}

function filterKinds(): JsonSchema[] {
  const filter = (ops: readonly string[], value?: JsonSchema) =>
    object({ column: ref("column"), op: { enum: [...ops] }, ...(value ? { value } : {}) });
  return [
    filter(existenceOps),
    filter(["=", "!="], ref("scalar")),
    filter([">", ">=", "<", "<="], number),
    filter(textOps, ref("text")),
    filter(listOps, list(ref("scalar"), listValuesMax)),
  ];
}

const number: JsonSchema = { type: "number" };

const ref = (name: string): JsonSchema => ({ $ref: `#/$defs/${name}` });

const list = (items: JsonSchema, maxItems: number): JsonSchema => ({
  type: "array",
  items,
  minItems: 1,
  maxItems,
});

const object = (properties: Record<string, JsonSchema>): JsonSchema => ({
  type: "object",
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
