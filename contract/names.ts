import { z } from "zod";

/** Names in URLs: lower-case letters, digits and hyphens. */
export const slug = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/, "use lower-case letters, digits and hyphens");

export const inputName = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, "use a-z, 0-9 and _");
