import { PASSWORD_MIN } from "#contract/account.ts";
import type { FieldSpec } from "./field-spec.ts";

export const tokenFields: FieldSpec[] = [
  { kind: "text", name: "label", label: "What for", help: "So that you know it again." },
  {
    kind: "checkbox",
    name: "scopes",
    label: "It may",
    options: [
      { value: "run", label: "Run", help: "make predictions", isChosen: true },
      {
        value: "read",
        label: "Read",
        help: "see private models, prompts and logs",
        isChosen: true,
      },
      { value: "write", label: "Write", help: "change what you manage" },
    ],
  },
  {
    kind: "text",
    name: "models",
    label: "Models",
    help: "As owner/name, with spaces between. Empty: all that you may use.",
    isOptional: true,
  },
  {
    kind: "text",
    name: "origins",
    label: "Pages",
    help: "Whose scripts may use it in a visitor's browser, such as https://example.org. Empty: none, only programs.",
    isOptional: true,
  },
  {
    kind: "text",
    name: "days",
    label: "Good for days",
    help: "Empty: until you revoke it.",
    isOptional: true,
  },
];

export const passwordFields: FieldSpec[] = [
  {
    kind: "password",
    name: "current_password",
    label: "Your password of today",
    autoComplete: "current-password",
  },
  {
    kind: "password",
    name: "new_password",
    label: "Your new password",
    help: `At least ${PASSWORD_MIN} characters. Every other browser is signed out.`,
    autoComplete: "new-password",
  },
];

export const invitationFields: FieldSpec[] = [
  {
    kind: "radio",
    name: "role",
    label: "As",
    options: [
      {
        value: "creator",
        label: "Creator",
        help: "publishes and manages models of their own",
        isChosen: true,
      },
      { value: "reviewer", label: "Reviewer", help: "sees the prompts and logs of all models" },
    ],
  },
  {
    kind: "text",
    name: "label",
    label: "Who",
    help: "So that you know it again.",
    isOptional: true,
  },
  {
    kind: "text",
    name: "name",
    label: "Their name here",
    help: "Empty: they choose it. A name under which models are published already can only be given here, and they become theirs.",
    isOptional: true,
  },
];

export const newModelFields = (owner: string): FieldSpec[] => [
  {
    kind: "text",
    name: "name",
    label: "Name",
    help: `It stands in its address, /${owner}/name: lower-case letters, digits and hyphens.`,
  },
  {
    kind: "area",
    name: "schema",
    label: "The form of another model",
    help: "The OpenAPI document of a Cog container (its /openapi.json), or what Replicate's API says of a model. Empty: one field to begin with.",
    isOptional: true,
  },
];
