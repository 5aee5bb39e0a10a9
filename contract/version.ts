import type { ModelDefinition } from "./definition.ts";
import type { InputDeclaration } from "./inputs/declaration.ts";
import type { OutputDeclaration } from "./outputs/declaration.ts";

/** What a list of a model's versions says of one. */
export type VersionEntry = {
  id: string;
  created_at: string;
  is_current: boolean;
  /** Counted up to a limit; null beyond it. */
  run_count: number | null;
};

/** The newest versions of a model, or those after another page; `more` begins the next page. */
export type VersionPage = {
  versions: VersionEntry[];
  /** Whether an older version was made the current one by hand. */
  is_pinned: boolean;
  more: string | null;
};

/** What weights or an adapter are called and under which licence they are; no paths. */
type Ingredient = { name: string; license: string };

/** A version as everybody who sees its model may know it: no prompt, no paths. */
export type VersionCard = {
  id: string;
  created_at: string;
  title: string;
  description: string;
  readme: string | null;
  inputs: InputDeclaration[];
  output: OutputDeclaration;
  sampling: ModelDefinition["sampling"];
  weights: Ingredient;
  adapter: Ingredient | null;
  /** Tokens that a prompt and its answer may take together. */
  context_length: number;
  /** The engines that could run it, as their owner calls them; null is the bundled one. */
  engines: (string | null)[];
};

/** The texts that a version was published from, by file name, for those who may inspect its model. */
export type VersionFiles = { name: string; text: string }[];

/** One thing in which two versions differ; null where one of them lacks it. */
export type VersionChange = { what: string; before: string | null; after: string | null };

export type DiffLine = { kind: "same" | "added" | "removed"; text: string };

/** One file in two versions. `hunks` are the places where it differs, with some lines around each; null where there are too many. */
export type FileDiff = { name: string; hunks: { line: number; lines: DiffLine[] }[] | null };

export type VersionComparison = {
  before: Pick<VersionEntry, "id" | "created_at">;
  after: Pick<VersionEntry, "id" | "created_at">;
  changes: VersionChange[];
  /** The files that differ: all for those who may inspect the model, the README alone for others. */
  files: FileDiff[];
  /** Whether the prompts differ, where the files do not show it. */
  hides_prompt: boolean;
};
