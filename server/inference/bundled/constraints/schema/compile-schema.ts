import { BadGrammarError } from "#contract/regex/bad-grammar-error.ts";
import { choice, type Expression, never, sequence, text } from "#contract/regex/expression.ts";
import { Work } from "#contract/regex/work.ts";
import { writeGbnf } from "../gbnf/write-gbnf.ts";
import { joinBeginnings } from "../join-beginnings.ts";
import { Rules } from "../rules.ts";
import { allows } from "./allows.ts";
import { arrayForms } from "./array-rules.ts";
import { integerRule, numberRule } from "./number-rules.ts";
import { comma, objectForms, pair } from "./object-rules.ts";
import { ShapeResolver } from "./resolve-shapes.ts";
import { isObject, type Schema, SchemaDocument } from "./schema-document.ts";
import { type All, generatedTypes, type Shape } from "./shape.ts";
import { StringRules } from "./string-rules.ts";

// More items than fit a model's context are not counted.
const itemsMax = 100_000;

/**
 * GBNF for a JSON Schema (2020-12; draft-07's `definitions`, `items` as a list and OpenAPI's `nullable` too).
 * `unenforced` names, a sentence each, what the grammar cannot keep. Throws BadGrammarError, with the place, for what
 * is wrong, cannot be satisfied or is too large.
 *
 * Every valid value is accepted in its canonical form: as JSON.stringify writes it or with one blank after commas and
 * colons; properties in the order in which they are declared, then required ones that are not, then others. Others
 * appear only where `additionalProperties` says so or no property is declared, items behind `prefixItems` only where
 * `items` says so, and without `type` only types of which a keyword speaks, if any does. Whole numbers have no exponent.
 */
export function schemaToGbnf(schema: unknown): { grammar: string; unenforced: string[] } {
  const document = new SchemaDocument(schema);
  const compiler = new Compiler(document);
  const root = compiler.root(document.asSchema(schema, schema, "the whole"));
  const grammar = writeGbnf(root, compiler.rules);
  if (grammar !== null) return { grammar, unenforced: [...document.unenforced] };
  throw new BadGrammarError("No finite value can satisfy the JSON schema.");
}

class Compiler {
  readonly rules = new Rules();
  private readonly work = new Work("The JSON schema");
  private readonly resolver: ShapeResolver;
  private readonly strings: StringRules;
  private readonly known = new Map<string, Expression>();
  private readonly open: { all: All; name: string }[] = [];
  private here: Schema = true;

  constructor(private readonly document: SchemaDocument) {
    this.resolver = new ShapeResolver(document, this.work);
    const leave = (what: string) => document.leave(this.here, what);
    this.strings = new StringRules(this.rules, this.work, leave);
  }

  /** The grammar's first rule, with all that it leads to. */
  root(schema: Schema): Expression {
    const root = this.rule([schema]);
    for (const { all, name } of this.open) this.rules.bodies.set(name, this.alternatives(all));
    return root;
  }

  /** The rule for values that satisfy all of the schemas; its body comes later, so that no schema is too deep. */
  private rule(all: All): Expression {
    const targets = [...new Set(all.map((schema) => this.document.target(schema)))];
    const asked = targets.filter((schema) => schema !== true);
    if (asked.includes(false)) return never;
    const key = `all ${asked.map((schema) => this.document.key(schema)).toSorted()}`;
    const known = this.known.get(key);
    if (known) return known;
    const rule = this.rules.add("value", never);
    this.known.set(key, rule);
    this.open.push({ all: asked, name: rule.name });
    return rule;
  }

  private alternatives(all: All): Expression {
    this.here = all[0] ?? true;
    const shapes = this.resolver.resolve(all);
    const forms = shapes.flatMap((shape) => this.values(shape) ?? this.types(shape));
    if (forms.length === 0 && all.length === 1) {
      this.document.refuse(all[0], "no value can satisfy it");
    }
    return shapes.length > 1 ? joinBeginnings(forms, this.rules) : choice(...forms);
  }

  private values(shape: Shape): Expression[] | null {
    if (!shape.values) return null;
    const judge = {
      shapes: (all: All) => this.resolver.resolve(all),
      automata: (one: Shape) => this.strings.automataOf(one),
    };
    const right = shape.values.filter((value) => {
      this.work.spend(10);
      return allows(judge, shape, value);
    });
    return right.map((value) => this.constant(value));
  }

  private constant(value: unknown): Expression {
    const separated = (parts: Expression[]) =>
      sequence(...parts.flatMap((part, at) => (at > 0 ? [comma, part] : [part])));
    if (Array.isArray(value)) {
      return sequence(text("["), separated(value.map((item) => this.constant(item))), text("]"));
    }
    if (!isObject(value)) return text(JSON.stringify(value));
    const pairs = Object.entries(value).map(([name, child]) => pair(name, this.constant(child)));
    return sequence(text("{"), separated(pairs), text("}"));
  }

  private types(shape: Shape): Expression[] {
    const types = generatedTypes(shape);
    const found: Expression[] = [];
    if (types.has("object")) found.push(...this.object(shape));
    if (types.has("array")) found.push(...this.array(shape));
    if (types.has("string")) found.push(this.strings.rule(shape));
    if (types.has("fraction")) found.push(this.number("number", shape));
    else if (types.has("integer")) found.push(this.number("integer", shape));
    if (types.has("boolean")) found.push(text("true"), text("false"));
    if (types.has("null")) found.push(text("null"));
    return found;
  }

  private number(kind: "number" | "integer", { low, high }: Shape): Expression {
    const key = JSON.stringify([kind, low, high]);
    const make = kind === "number" ? numberRule : integerRule;
    return this.rules.share(key, kind, () => make({ low, high }));
  }

  private object(shape: Shape): Expression[] {
    const names = new Set([...shape.properties.keys(), ...shape.required]);
    const properties = Array.from(names, (name) => ({
      name,
      value: this.rule(shape.properties.get(name) ?? shape.additional),
      isRequired: shape.required.has(name),
    }));
    const mayHaveMore = shape.saysAdditional || properties.length === 0;
    const value = mayHaveMore ? this.rule(shape.additional) : never;
    if (value === never) return objectForms(properties, null, this.rules);
    const key = this.strings.except([...names]);
    return objectForms(properties, pair(key, value), this.rules);
  }

  private array(shape: Shape): Expression[] {
    const { minItems, maxItems, positions } = shape;
    const places = positions.slice(0, maxItems).map((all) => this.rule(all));
    const mayHaveMore = shape.saysItems || positions.length === 0 || minItems > positions.length;
    const rest = mayHaveMore ? this.rule(shape.items) : never;
    const isLong = minItems > itemsMax || (maxItems > itemsMax && Number.isFinite(maxItems));
    if (isLong) this.document.leave(this.here, `A count of more than ${itemsMax} items`);
    const max = maxItems > itemsMax ? Number.POSITIVE_INFINITY : maxItems;
    const counts = { min: Math.min(minItems, itemsMax), max };
    return arrayForms(places, rest, counts, this.rules);
  }
}
