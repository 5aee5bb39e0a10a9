import { z } from "zod";
import { slug } from "./names.ts";

export const PASSWORD_MIN = 12;
export const PASSWORD_MAX = 128;

const email = z.email("is not an e-mail address").max(254);
const anyPassword = z.string().min(1, "is missing").max(PASSWORD_MAX, "is longer than any here");
const newPassword = z
  .string()
  .min(PASSWORD_MIN, `is too short: take at least ${PASSWORD_MIN} characters`)
  .max(PASSWORD_MAX, `is too long: take at most ${PASSWORD_MAX} characters`);
const label = z.string().trim().max(80, "is too long: take at most 80 characters");
const linkToken = z.string().max(100);

/** An empty field of a posted form means that nothing was given. */
const emptyIsNull = <T>(shape: z.ZodType<T>) =>
  z.preprocess((value) => (value === "" || value === undefined ? null : value), shape.nullable());
/** A posted form has one value where one box of several is ticked, and none where none is. */
const manyOf = <T>(shape: z.ZodType<T>) =>
  z.preprocess((value) => (value === undefined ? [] : [value].flat()), shape);

export const signInRequest = z.strictObject({ email, password: anyPassword });

export const accountRequest = z.strictObject({
  token: linkToken,
  name: slug,
  email,
  password: newPassword,
});

export const passwordRequest = z.strictObject({
  current_password: anyPassword,
  new_password: newPassword,
});

export const signOutRequest = z.strictObject({ everywhere: z.stringbool().optional() });

export const tokenScope = z.enum(["run", "read", "write"]);
export type TokenScope = z.infer<typeof tokenScope>;

const modelReference = z
  .string()
  .regex(/^[a-z0-9-]{1,64}\/[a-z0-9-]{1,64}$/, "is no owner/name of a model");

const origin = z
  .string()
  .regex(
    /^https?:\/\/[a-z0-9.-]+(?::\d{1,5})?$/,
    "is no origin of pages, such as https://example.org",
  );

/** A form has a list as one text, by commas or spaces. */
const listOf = <T>(shape: z.ZodType<T>) =>
  z.preprocess(
    (value) => (typeof value === "string" ? value.split(/[\s,]+/).filter(Boolean) : value),
    z.array(shape).max(50).default([]),
  );

/**
 * `models`: owner/name, none for all. `days`: until it expires, none for never. `origins`: whose pages may use it in a
 * visitor's browser.
 */
export const tokenRequest = z.strictObject({
  label: label.min(1, "is missing: say what it is for"),
  scopes: manyOf(z.array(tokenScope).min(1, "are missing: choose at least one")),
  models: listOf(modelReference),
  origins: listOf(origin),
  days: emptyIsNull(z.coerce.number().int().min(1).max(3650)),
});
export type TokenRequest = z.infer<typeof tokenRequest>;

export const invitationRequest = z.strictObject({
  role: z.enum(["creator", "reviewer"], "is missing: choose one"),
  label,
  name: emptyIsNull(slug),
});

/** `schema`: the OpenAPI document of a Cog container or Replicate model, whose form the model begins with. */
export const newModelRequest = z.strictObject({
  name: slug,
  schema: emptyIsNull(z.string().max(200_000, "is longer than any schema")),
});
export type NewModelRequest = z.infer<typeof newModelRequest>;
