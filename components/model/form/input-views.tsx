import { useSearchParams } from "next/navigation";
import { ViewSwitch } from "#components/ui/view-switch.tsx";

export type InputView = "form" | "json";

/** No input can have this name, as those in the address fill in the form. */
export const viewKey = "input-as";

export const useInputView = (): InputView =>
  useSearchParams().get(viewKey) === "json" ? "json" : "form";

export const InputViews = ({ view }: { view: InputView }) => (
  <ViewSwitch
    label="Input as"
    name={viewKey}
    views={[
      { view: "form", title: "Form" },
      { view: "json", title: "JSON" },
    ]}
    current={view}
  />
);
