import { z } from "zod";
import type { OutputDeclaration } from "./outputs/declaration.ts";
import type { Visibility } from "./visibility.ts";

/** What the address of the gallery says: words that a model has to hold, the order, and which page of them. */
export const galleryQuery = z.object({
  q: z.string().trim().max(200).catch(""),
  sort: z.enum(["name", "runs", "new"]).catch("name"),
  page: z.coerce.number().int().min(1).catch(1),
});
export type GalleryQuery = z.infer<typeof galleryQuery>;

/** What the gallery tells of one model. */
export type GalleryEntry = {
  owner: string;
  name: string;
  title: string;
  description: string;
  visibility: Visibility;
  output: OutputDeclaration["kind"];
  /** Whether any engine that is set up here could run it. */
  has_engine: boolean;
  /** Counted up to a limit; null beyond it. */
  run_count: number | null;
};

export type Gallery = {
  /** Those of this page. */
  entries: GalleryEntry[];
  /** The last page there is, where the address asks for one beyond it. */
  page: number;
  pages: number;
  /** How many there are on all pages. */
  found: number;
  /** Whether there is any model at all for who asks. */
  isEmpty: boolean;
};
