import { useMutation, useQueryClient } from "@tanstack/react-query";
import { createPrediction, predictionQuery, Refusal } from "#components/api.ts";
import type { InvalidField } from "#contract/inputs/check-input.ts";
import type { InputValues } from "#contract/inputs/values.ts";
import type { ModelForm } from "#contract/model.ts";
import { viewKey } from "./form/input-views.tsx";
import { isAbout } from "./form/invalid-field.ts";

type Run = {
  isStarting: boolean;
  invalidFields: InvalidField[];
  /** Why nothing was made, where no field is to blame. */
  problem: string | null;
  onRun: (input: InputValues) => void;
  onForget: () => void;
};

type RunOptions = {
  model: Pick<ModelForm, "owner" | "name" | "inputs">;
  onStarted: () => void;
  onRefused: (invalidFields: InvalidField[]) => void;
};

const mutationKey = ["run"];

/** Makes a prediction and moves the address to it before its first token. */
export function useRun({ model, onStarted, onRefused }: RunOptions): Run {
  const queryClient = useQueryClient();
  const create = useMutation({
    mutationKey,
    networkMode: "always", // offline it fails at once and says so, instead of running by itself later
    mutationFn: (input: InputValues) => createPrediction(model, input),
    onSuccess: (prediction) => {
      queryClient.setQueryData(predictionQuery(prediction.id).queryKey, prediction);
      openPrediction(model, prediction.id);
      onStarted();
    },
    onError: (error) => onRefused(error instanceof Refusal ? error.invalidFields : []),
  });
  const refused = create.error instanceof Refusal ? create.error.invalidFields : [];
  const invalidFields = refused.filter((field) =>
    model.inputs.some(({ name }) => isAbout(field, name)),
  );
  return {
    isStarting: create.isPending,
    invalidFields,
    problem: create.error && invalidFields.length === 0 ? describeRefusal(create.error) : null,
    onRun: (input) => {
      // Asked of the client, as a second click comes before the next render.
      if (queryClient.isMutating({ mutationKey }) === 0) create.mutate(input);
    },
    onForget: () => create.isError && create.reset(),
  };
}

/** Back leads to the form; its address names the prediction, so that even a reload there finds the same inputs. */
function openPrediction({ owner, name }: Pick<ModelForm, "owner" | "name">, id: string) {
  const { pathname, search } = window.location;
  const views = [...new URLSearchParams(search)].filter(([key]) => viewKeys.has(key));
  const form = new URLSearchParams([["from", id], ...views]);
  if (!pathname.startsWith("/p/"))
    window.history.replaceState(null, "", `/${owner}/${name}?${form}`);
  const kept = views.length > 0 ? `?${new URLSearchParams(views)}` : "";
  window.history.pushState(null, "", `/p/${id}${kept}`);
}

/** How inputs and outputs are looked at stays as it was chosen. */
const viewKeys = new Set([viewKey, "output"]);

function describeRefusal(error: Error): string {
  if (!(error instanceof Refusal)) return "Something broke on this page. Reload it and try again.";
  if (error.status === 0)
    return "The server could not be reached. What you filled in is kept: check your connection and run it again.";
  if (error.invalidFields.length > 0)
    return error.invalidFields.map(({ description }) => `The input ${description}.`).join(" ");
  const when =
    error.retryAfterSeconds === null ? "" : ` Try again in ${error.retryAfterSeconds} s.`;
  return `${error.message}${when} What you filled in is kept.`;
}
