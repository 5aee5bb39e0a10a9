import { notFound } from "next/navigation";
import { cache } from "react";
import { getViewer } from "#app/viewer.ts";
import { getModelForm } from "#server/models.ts";
import { Problem } from "#server/problem.ts";

/** The model that a page is about, once a request for its title and its body; where the viewer has none there, the page does not exist. */
export const loadModel = cache(async (owner: string, name: string) => {
  try {
    return await getModelForm(owner, name, await getViewer());
  } catch (error) {
    if (error instanceof Problem && error.status === 404) notFound();
    throw error;
  }
});
