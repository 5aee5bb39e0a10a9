import { z } from "zod";

/** Names in URLs: lower-case letters, digits and hyphens. */
export const slug = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$/, "use lower-case letters, digits and hyphens");

export const inputName = z.string().regex(/^[a-z][a-z0-9_]{0,63}$/, "use a-z, 0-9 and _");

/** What the engine that `npm start` brings is called. */
export const BUNDLED = "bundled";

/** The name of an engine, as people read it. */
export const engineName = z
  .string("a name for people, such as cluster")
  .regex(/^[\w .-]{1,60}$/, "a name of letters, digits, spaces, dots and hyphens");
