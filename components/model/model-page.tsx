import type { ReactNode } from "react";
import type { ModelForm } from "#contract/model.ts";
import { ModelHeader } from "./model-header.tsx";
import { type ModelTab, ModelTabs } from "./model-tabs.tsx";

type ModelPageProps = { model: ModelForm; tab: ModelTab; children: ReactNode };

/** What all pages of a model have in common. */
export function ModelPage({ model, tab, children }: ModelPageProps) {
  return (
    <div className="mx-auto max-w-6xl px-4 pt-8 sm:px-8 sm:pt-12">
      <ModelHeader model={model} isBrief={tab !== "playground"} />
      <ModelTabs model={model} current={tab} />
      <div className="mt-8 sm:mt-10">{children}</div>
    </div>
  );
}
