"use client";

import { useSearchParams } from "next/navigation";
import { ViewSwitch } from "#components/ui/view-switch.tsx";

export type OutputTab = "preview" | "json";

export const useOutputTab = (): OutputTab =>
  useSearchParams().get("output") === "json" ? "json" : "preview";

export const OutputTabs = ({ tab }: { tab: OutputTab }) => (
  <ViewSwitch
    label="Output as"
    name="output"
    views={[
      { view: "preview", title: "Preview" },
      { view: "json", title: "JSON" },
    ]}
    current={tab}
  />
);
