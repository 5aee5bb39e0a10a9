import { BadGrammarError } from "#contract/regex/bad-grammar-error.ts";

export type SchemaObject = Record<string, unknown>;
export type Schema = boolean | SchemaObject;
type Place = { value: unknown; pointer: string; depth: number };

const charactersMax = 256 * 1024;
const depthMax = 64;
const referencesMax = 100;

/** One JSON Schema: where its parts lie and what its references mean. */
export class SchemaDocument {
  /** What the grammar cannot keep, a sentence each. */
  readonly unenforced = new Set<string>();
  private readonly pointers = new Map<object, string>();
  private readonly anchors = new Map<string, SchemaObject>();
  private readonly numbers = new Map<string, number>();

  /** Throws BadGrammarError for what is too large or too deep. */
  constructor(readonly root: unknown) {
    let size = 0;
    const open: Place[] = [{ value: root, pointer: "#", depth: 0 }];
    for (let place = open.pop(); place; place = open.pop()) {
      size += this.visit(place, open);
      if (place.depth > depthMax || size > charactersMax) {
        throw new BadGrammarError(
          `The JSON schema is larger than ${charactersMax / 1024} KB or more than ${depthMax} levels deep.`,
        );
      }
    }
  }

  /** Throws BadGrammarError with the sentence and the place of the schema. */
  refuse(schema: unknown, problem: string): never {
    throw new BadGrammarError(`The JSON schema is wrong at ${this.place(schema)}: ${problem}.`);
  }

  /** Leaves something to the check of the finished output. */
  leave(schema: unknown, what: string): void {
    this.unenforced.add(`${what} at ${this.place(schema)} is checked after generation only.`);
  }

  place(schema: unknown): string {
    return (typeof schema === "object" && schema && this.pointers.get(schema)) || "#";
  }

  /** The same for schemas that say the same, so that sets of schemas can be told apart. */
  key(schema: Schema): string {
    if (typeof schema === "boolean") return String(schema);
    const content = JSON.stringify(schema);
    const number = this.numbers.get(content) ?? this.numbers.size;
    this.numbers.set(content, number);
    return String(number);
  }

  /** The value as a schema, or throws BadGrammarError. */
  asSchema(value: unknown, owner: unknown, keyword: string): Schema {
    if (typeof value === "boolean" || isObject(value)) return value;
    return this.refuse(owner, `${keyword} must be a schema, which is an object, true or false`);
  }

  /** The schemas of a list, or throws BadGrammarError. */
  asSchemas(value: unknown, owner: unknown, keyword: string): Schema[] {
    if (Array.isArray(value)) return value.map((each) => this.asSchema(each, owner, keyword));
    return this.refuse(owner, `${keyword} must be a list of schemas`);
  }

  /** The schema that a `$ref` names. Throws BadGrammarError. */
  resolve(owner: SchemaObject): Schema {
    const reference = owner.$ref;
    if (typeof reference !== "string") return this.refuse(owner, "$ref must be a text");
    const base = isObject(this.root) && typeof this.root.$id === "string" ? this.root.$id : "";
    const local =
      base !== "" && reference.startsWith(base) ? reference.slice(base.length) : reference;
    if (local === "" || local === "#") return this.asSchema(this.root, owner, "$ref");
    const anchored = this.anchors.get(local);
    const found = anchored ?? (local.startsWith("#/") ? this.follow(local) : undefined);
    if (found !== undefined) return this.asSchema(found, owner, "$ref");
    return this.refuse(owner, `$ref ${JSON.stringify(reference)} leads nowhere in this schema`);
  }

  /** What a schema with nothing but a `$ref` stands for. */
  target(schema: Schema): Schema {
    let target = schema;
    for (let steps = 0; steps < referencesMax; steps++) {
      if (typeof target === "boolean" || !isOnlyReference(target)) return target;
      target = this.resolve(target);
    }
    return this.refuse(schema, "$ref leads to itself");
  }

  /** Its size in characters, roughly, without what lies within. */
  private visit({ value, pointer, depth }: Place, open: Place[]): number {
    if (typeof value !== "object" || value === null) return String(value).length + 2;
    this.note(value, pointer);
    let size = 2;
    for (const [key, child] of Object.entries(value)) {
      size += key.length + 4;
      const step = key.replaceAll("~", "~0").replaceAll("/", "~1");
      open.push({ value: child, pointer: `${pointer}/${step}`, depth: depth + 1 });
    }
    return size;
  }

  private note(value: object, pointer: string): void {
    if (!this.pointers.has(value)) this.pointers.set(value, pointer);
    if (!isObject(value)) return;
    if (typeof value.$anchor === "string") this.anchors.set(`#${value.$anchor}`, value);
    if (typeof value.$id === "string" && pointer !== "#") this.anchors.set(value.$id, value);
  }

  private follow(pointer: string): unknown {
    let at: unknown = this.root;
    for (const step of pointer.slice(2).split("/")) {
      const key = decode(step).replaceAll("~1", "/").replaceAll("~0", "~");
      if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return undefined;
      at = Reflect.get(at, key);
    }
    return at;
  }
}

export function isObject(value: unknown): value is SchemaObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const annotations = /^(?:\$ref|title|description|default|examples|deprecated|\$comment)$/;

function isOnlyReference(schema: SchemaObject): boolean {
  return "$ref" in schema && Object.keys(schema).every((key) => annotations.test(key));
}

function decode(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}
