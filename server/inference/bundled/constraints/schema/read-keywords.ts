import { isKnownFormat } from "./formats.ts";
import {
  isObject,
  type Schema,
  type SchemaDocument,
  type SchemaObject,
} from "./schema-document.ts";
import { allTypes, anyShape, type Bound, type Shape, type TypeName, valueKey } from "./shape.ts";

// Keywords that say nothing about which values are right, and those that resolve-shapes reads.
const silent = new Set([
  ...["$schema", "$id", "$anchor", "$comment", "$defs", "definitions", "$vocabulary", "id"],
  ...["title", "description", "default", "examples", "example", "deprecated", "readOnly"],
  ...["writeOnly", "contentMediaType", "contentEncoding", "contentSchema", "discriminator"],
  ...["$ref", "allOf", "anyOf", "oneOf"],
]);
const refused = new Set(["patternProperties", "$dynamicRef", "$recursiveRef"]);
const wholeNumbers = ["minLength", "maxLength", "minItems", "maxItems"] as const;
const types: Record<string, TypeName[]> = {
  ...Object.fromEntries(allTypes.map((type) => [type, [type]])),
  number: ["integer", "fraction"],
};
const spoken: Record<string, TypeName[]> = {
  ...speaking(
    ["integer", "fraction"],
    "minimum maximum exclusiveMinimum exclusiveMaximum multipleOf",
  ),
  ...speaking(["string"], "minLength maxLength pattern format"),
  ...speaking(
    ["array"],
    "minItems maxItems items prefixItems additionalItems uniqueItems contains",
  ),
  ...speaking(
    ["object"],
    "properties required additionalProperties propertyNames minProperties maxProperties",
  ),
};

/** The keywords of one schema itself, without those that combine schemas. Throws BadGrammarError. */
export function readKeywords(schema: SchemaObject, document: SchemaDocument): Shape {
  const reader = new KeywordReader(schema, document);
  const shape = reader.read();
  for (const keyword of Object.keys(schema)) reader.leaveUnread(keyword);
  return shape;
}

function speaking(names: TypeName[], keywords: string): Record<string, TypeName[]> {
  return Object.fromEntries(keywords.split(" ").map((keyword) => [keyword, names]));
}

class KeywordReader {
  private readonly known = new Set<string>();

  constructor(
    private readonly schema: SchemaObject,
    private readonly document: SchemaDocument,
  ) {}

  read(): Shape {
    const [minLength, maxLength, minItems, maxItems] = wholeNumbers.map((key) => this.count(key));
    const shape = {
      ...anyShape,
      types: this.types(),
      spoken: new Set(Object.keys(this.schema).flatMap((keyword) => spoken[keyword] ?? [])),
      values: this.values(),
      low: this.bound("minimum", "exclusiveMinimum", (a, b) => a > b),
      high: this.bound("maximum", "exclusiveMaximum", (a, b) => a < b),
      minLength: minLength ?? 0,
      maxLength: maxLength ?? Number.POSITIVE_INFINITY,
      patterns: this.text("pattern"),
      formats: this.formats(),
      minItems: minItems ?? 0,
      maxItems: maxItems ?? Number.POSITIVE_INFINITY,
      ...this.arrayParts(),
      ...this.objectParts(),
    };
    this.checkOrder(shape);
    return shape;
  }

  leaveUnread(keyword: string): void {
    if (this.known.has(keyword) || silent.has(keyword) || keyword.startsWith("x-")) return;
    if (refused.has(keyword)) {
      this.document.refuse(this.schema, `${keyword} is not supported; name the properties instead`);
    }
    this.document.leave(this.schema, keyword);
  }

  private get(keyword: string): unknown {
    this.known.add(keyword);
    return this.schema[keyword];
  }

  private refuse(problem: string): never {
    return this.document.refuse(this.schema, problem);
  }

  private types(): Shape["types"] {
    const given = this.get("type");
    const isNullable = this.get("nullable") === true;
    if (given === undefined) return null;
    const names = (Array.isArray(given) ? given : [given]).flatMap((name) => {
      const known = typeof name === "string" && name !== "fraction" ? types[name] : undefined;
      return known ?? this.refuse(`the type ${JSON.stringify(name)} does not exist`);
    });
    const isWhole = this.schema.multipleOf === 1;
    if (isWhole) this.get("multipleOf");
    const kept = names.filter((name) => !isWhole || name !== "fraction");
    return new Set(isNullable ? [...kept, "null" as const] : kept);
  }

  private values(): Shape["values"] {
    const list = this.get("enum");
    if (list !== undefined && !Array.isArray(list)) this.refuse("enum must be a list");
    const isConstant = Object.hasOwn(this.schema, "const");
    const constant = this.get("const");
    if (!isConstant) return Array.isArray(list) ? list : null;
    const isListed = (value: unknown) => valueKey(value) === valueKey(constant);
    return Array.isArray(list) ? list.filter(isListed) : [constant];
  }

  private bound(
    closed: string,
    open: string,
    isTighter: (a: number, b: number) => boolean,
  ): Bound | null {
    const [value, edge] = [this.get(closed), this.get(open)];
    const inner =
      value === undefined ? null : { value: this.number(closed, value), open: edge === true };
    if (edge === undefined || typeof edge === "boolean") return inner;
    const outer = { value: this.number(open, edge), open: true };
    return inner && isTighter(inner.value, outer.value) ? inner : outer;
  }

  private number(keyword: string, value: unknown): number {
    if (typeof value === "number" && Number.isFinite(value)) return value;
    return this.refuse(`${keyword} must be a number`);
  }

  private count(keyword: string): number | undefined {
    const value = this.get(keyword);
    if (value === undefined) return undefined;
    if (typeof value === "number" && Number.isInteger(value) && value >= 0) return value;
    return this.refuse(`${keyword} must be a whole number from 0 on`);
  }

  private text(keyword: string): string[] {
    const value = this.get(keyword);
    if (value === undefined) return [];
    return typeof value === "string" ? [value] : this.refuse(`${keyword} must be a text`);
  }

  private formats(): string[] {
    const given = this.text("format");
    const unknown = given.filter((name) => !isKnownFormat(name));
    for (const name of unknown) this.document.leave(this.schema, `format ${JSON.stringify(name)}`);
    return given.filter(isKnownFormat);
  }

  /** Draft-07's `items` as a list and `additionalItems` are today's `prefixItems` and `items`. */
  private arrayParts(): Pick<Shape, "positions" | "items" | "saysItems"> {
    const [items, additional] = [this.get("items"), this.get("additionalItems")];
    const isOld = Array.isArray(items);
    const [first, rest] = isOld ? [items, additional] : [this.get("prefixItems"), items];
    return {
      positions: this.schemas(first, "prefixItems").map((schema) => [schema]),
      items: rest === undefined ? [] : [this.document.asSchema(rest, this.schema, "items")],
      saysItems: rest !== undefined,
    };
  }

  private objectParts(): Pick<Shape, "properties" | "required" | "additional" | "saysAdditional"> {
    const properties = this.get("properties") ?? {};
    if (!isObject(properties)) this.refuse("properties must be an object");
    const required = this.get("required") ?? [];
    const isNames = Array.isArray(required) && required.every((name) => typeof name === "string");
    if (!isNames) this.refuse("required must be a list of property names");
    const additional = this.get("additionalProperties");
    const asSchema = (value: unknown, keyword: string) =>
      this.document.asSchema(value, this.schema, keyword);
    return {
      properties: new Map(
        Object.entries(properties).map(([name, value]) => [name, [asSchema(value, "properties")]]),
      ),
      required: new Set(required as string[]),
      additional: additional === undefined ? [] : [asSchema(additional, "additionalProperties")],
      saysAdditional: additional !== undefined,
    };
  }

  private schemas(value: unknown, keyword: string): Schema[] {
    return value === undefined ? [] : this.document.asSchemas(value, this.schema, keyword);
  }

  private checkOrder(shape: Shape): void {
    if (isEmptyRange(shape)) this.refuse("the minimum is above the maximum");
    if (shape.minLength > shape.maxLength) this.refuse("minLength is above maxLength");
    if (shape.minItems > shape.maxItems) this.refuse("minItems is above maxItems");
  }
}

/** Whether no number lies between the bounds. */
function isEmptyRange({ low, high }: Pick<Shape, "low" | "high">): boolean {
  if (!low || !high) return false;
  return low.value > high.value || (low.value === high.value && (low.open || high.open));
}
