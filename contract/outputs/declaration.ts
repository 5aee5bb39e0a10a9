import { z } from "zod";
import { jsonShape } from "../inputs/json-shape.ts";
import { inputName } from "../names.ts";

/** A column of a table, or one of a list of keys and their values. */
const column = z
  .strictObject({
    name: z.string().min(1).max(80),
    title: z.string().min(1).max(80).optional(),
    type: z.enum(["text", "number", "integer", "boolean"]),
    unit: z.string().min(1).max(20).optional(),
    /** The model may leave it out. */
    optional: z.boolean().optional(),
    /** Name of a list input, whose items are the only values there are. */
    enumFrom: inputName.optional(),
    /** Name of a text input, in which the value must occur word for word. */
    evidence: inputName.optional(),
    /** How much of that text a value is: whole sentences, where nothing else is said, or a few words, with a small letter or a capital. */
    quotes: z.enum(["sentences", "phrases"]).optional(),
  })
  .refine(({ quotes, evidence }) => quotes === undefined || evidence !== undefined, {
    path: ["quotes"],
    message: "needs evidence, which names the text that is quoted",
  });
export type OutputColumn = z.infer<typeof column>;

const columns = z.array(column).min(1).max(50);

/** A word, or a few that belong together, such as “is confined to”. */
const wording = z.string().trim().min(1).max(80);

/** What a model's output is, and so how it is held to its form, checked and shown. */
export const outputDeclaration = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("text") }),
  z.strictObject({ kind: z.literal("markdown") }),
  z.strictObject({ kind: z.literal("code"), language: z.string().min(1).max(40) }),
  z.strictObject({
    kind: z.literal("sql"),
    dialect: z.enum(["sql", "postgresql", "mysql", "sqlite", "bigquery", "snowflake"]).optional(),
    /** Name of a text input that lists the tables, to which simple queries are held: see `sqlGrammar`. */
    tables: inputName.optional(),
    /** SQLite statements that make a few tables, on which a reader tries the query in the browser. */
    sampleData: z.string().min(1).max(40_000).optional(),
  }),
  z.strictObject({ kind: z.literal("json"), schema: jsonShape }),
  z.strictObject({
    kind: z.literal("table"),
    columns,
    maxRows: z.int().min(1).max(10_000).optional(),
  }),
  z.strictObject({ kind: z.literal("key-values"), fields: columns }),
  z.strictObject({
    kind: z.literal("diff"),
    /** Name of the text input that the output is an edited version of. */
    input: inputName,
    /** The model gives `{text, reasons}` instead of the text alone. */
    reasons: z.boolean().optional(),
    /** The model gives only what it changes, `[{find, replace, reason}]`: nothing else can go wrong. */
    edits: z.boolean().optional(),
    /** With edits: the only words that are changed, see `mayChange`. */
    words: z.array(wording).min(1).max(500).optional(),
  }),
  /** A PNG, JPEG, WebP or GIF as a data: address, as Cog containers give theirs. */
  z.strictObject({ kind: z.literal("image") }),
  z.strictObject({
    kind: z.literal("honeycomb-query"),
    /** Name of the text-list input whose items are the only columns a query may use. */
    columns: inputName,
    /** Name of the text input with the question: filters look for nothing but words of it. */
    question: inputName.optional(),
  }),
]);
export type OutputDeclaration = z.infer<typeof outputDeclaration>;

/** Whether an output is of use as a whole alone: programs get it as one text, at its end. */
export const isWhole = ({ kind }: Pick<OutputDeclaration, "kind">): boolean => kind === "image";

/** The declaration of one kind. */
export type OutputOf<Kind extends OutputDeclaration["kind"]> = Extract<
  OutputDeclaration,
  { kind: Kind }
>;
