import { z } from "zod";

/** Who finds a model: everybody, whoever has its address, or those who manage or review it. */
export const visibility = z.enum(["public", "unlisted", "private"]);
export type Visibility = z.infer<typeof visibility>;
