import type { Work } from "#contract/regex/work.ts";
import { readKeywords } from "./read-keywords.ts";
import type { Schema, SchemaDocument, SchemaObject } from "./schema-document.ts";
import { type All, anyShape, generatedTypes, intersect, type Shape, valueKey } from "./shape.ts";

const alternativesMax = 500;
const referencesMax = 200;

/** Schemas as lists of alternatives, each without references or unions of its own. */
export class ShapeResolver {
  private readonly own = new Map<SchemaObject, Shape>();
  private readonly open = new Set<SchemaObject>();

  constructor(
    private readonly document: SchemaDocument,
    private readonly work: Work,
  ) {}

  /** None if nothing can satisfy all of the schemas. Throws BadGrammarError. */
  resolve(all: All): Shape[] {
    return all.reduce<Shape[]>(
      (shapes, schema) => this.product(shapes, this.one(schema)),
      [anyShape],
    );
  }

  private one(schema: Schema): Shape[] {
    if (typeof schema === "boolean") return schema ? [anyShape] : [];
    if (this.open.has(schema)) {
      this.document.refuse(schema, "it refers to itself without an end");
    }
    if (this.open.size > referencesMax) {
      this.document.refuse(
        schema,
        `more than ${referencesMax} schemas refer to one another in a row`,
      );
    }
    this.open.add(schema);
    let shapes = [this.keywords(schema)];
    if ("$ref" in schema) shapes = this.product(shapes, this.one(this.document.resolve(schema)));
    for (const part of this.list(schema, "allOf")) shapes = this.product(shapes, this.one(part));
    if ("anyOf" in schema) {
      shapes = this.product(
        shapes,
        this.list(schema, "anyOf").flatMap((branch) => this.one(branch)),
      );
    }
    if ("oneOf" in schema) shapes = this.product(shapes, this.exclusive(schema));
    this.open.delete(schema);
    return shapes;
  }

  private keywords(schema: SchemaObject): Shape {
    const shape = this.own.get(schema) ?? readKeywords(schema, this.document);
    this.own.set(schema, shape);
    return shape;
  }

  private list(schema: SchemaObject, keyword: string): Schema[] {
    const value = schema[keyword];
    return value === undefined ? [] : this.document.asSchemas(value, schema, keyword);
  }

  private product(left: Shape[], right: Shape[]): Shape[] {
    if (left.length === 1 && left[0] === anyShape) return right;
    const shapes: Shape[] = [];
    for (const a of left) {
      for (const b of right) {
        this.work.spend(20 + size(a) + size(b));
        const shape = intersect(a, b);
        if (shape) shapes.push(shape);
      }
    }
    if (shapes.length > alternativesMax) this.work.spend(Number.POSITIVE_INFINITY);
    return shapes;
  }

  private exclusive(schema: SchemaObject): Shape[] {
    const branches = this.list(schema, "oneOf").map((branch) => this.one(branch));
    const overlaps = branches.some((branch, at) =>
      branches.slice(at + 1).some((other) => !this.areDisjoint(branch, other)),
    );
    if (overlaps) this.document.leave(schema, "That no more than one branch of oneOf matches");
    return branches.flat();
  }

  private areDisjoint(left: Shape[], right: Shape[]): boolean {
    return left.every((a) => right.every((b) => this.cannotMeet(a, b)));
  }

  /** Sees what is plain: other types, other constants, or a property that must be there with other constants. */
  private cannotMeet(a: Shape, b: Shape): boolean {
    this.work.spend(20 + size(a) + size(b));
    const shape = intersect(a, b);
    if (!shape) return true;
    if (!(generatedTypes(shape).size === 1 && shape.types?.has("object"))) return false;
    return [...shape.required].some((name) => {
      const [x, y] = [this.constants(a, name), this.constants(b, name)];
      return x !== null && y !== null && ![...x].some((key) => y.has(key));
    });
  }

  private constants(shape: Shape, name: string): Set<string> | null {
    const keys = new Set<string>();
    for (const schema of shape.properties.get(name) ?? []) {
      if (typeof schema === "boolean" || !("const" in schema || "enum" in schema)) continue;
      for (const value of this.keywords(schema).values ?? []) keys.add(valueKey(value));
    }
    return keys.size > 0 ? keys : null;
  }
}

function size(shape: Shape): number {
  return (
    shape.properties.size +
    shape.required.size +
    (shape.values?.length ?? 0) +
    shape.positions.length
  );
}
