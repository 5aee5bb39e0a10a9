import type { Metadata } from "next";
import type { ModelForm } from "#contract/model.ts";

/** How one of a model's further pages is called, and whether it is to be found. */
export function describeTab(model: ModelForm, page: string): Metadata {
  const robots = model.visibility === "public" ? undefined : { index: false };
  return { title: `${page} · ${model.title}`, description: model.description, robots };
}
