import type { InputDeclaration } from "./inputs/declaration.ts";
import type { InputValues } from "./inputs/values.ts";
import type { OutputDeclaration } from "./outputs/declaration.ts";
import type { FileDiff, VersionChange } from "./version.ts";

/** The files of a model's folder, in the order in which they are shown. */
export const FILE_NAMES = [
  "model.yaml",
  "prompt.liquid",
  "prompt.yaml",
  "README.md",
  "examples.json",
] as const;
export type FileName = (typeof FILE_NAMES)[number];

/** Texts of a model's files; one that is left out is not in the folder. */
export type DraftFiles = Partial<Record<FileName, string>>;

/** One thing that is wrong with a model's files, and what would be right. `line` counts from 1. */
export type Mistake = { file: string; line: number | null; message: string };

/** What publishing a draft would come to. */
export type DraftCheck =
  | { ok: false; mistakes: Mistake[] }
  | {
      ok: true;
      /** The id that the version would have; `exists` when the model has it already. */
      version: string;
      exists: boolean;
      form: {
        title: string;
        description: string;
        inputs: InputDeclaration[];
        output: OutputDeclaration;
        terms: string[];
        /** Fills the form on a first visit. */
        example: InputValues;
      };
      /** In what it differs from the current version. */
      changes: VersionChange[];
      files: FileDiff[];
    };
