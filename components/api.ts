import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { DraftCheck, DraftFiles } from "#contract/draft.ts";
import type { ExampleRequest } from "#contract/example.ts";
import { type FileView, filePath } from "#contract/files.ts";
import type { InvalidField } from "#contract/inputs/check-input.ts";
import type { InputValues } from "#contract/inputs/values.ts";
import type { ModelReadiness } from "#contract/model.ts";
import type { Prediction } from "#contract/prediction.ts";
import { isFinished } from "#contract/prediction.ts";
import type { Report, ReportRequest } from "#contract/report.ts";
import type { Share, SharedPrediction, ShareRequest } from "#contract/share.ts";
import type { Visibility } from "#contract/visibility.ts";
import {
  cancelPath,
  createPath,
  examplesPath,
  modelPath,
  predictionPath,
  readinessPath,
  reportsPath,
  sharePath,
  sharesPath,
  versionsPath,
} from "./paths.ts";

const pollIntervalMs = 1_000;

/** What the server refused, in its own sentence; `status` is 0 when it could not be reached. */
export class Refusal extends Error {
  readonly status: number;
  readonly invalidFields: InvalidField[];
  readonly retryAfterSeconds: number | null;

  constructor(
    status: number,
    detail: string,
    invalidFields: InvalidField[],
    retryAfterSeconds: number | null,
  ) {
    super(detail);
    this.status = status;
    this.invalidFields = invalidFields;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Asks again every second until the prediction is finished; a finished one never changes. */
export const predictionQuery = (id: string) =>
  queryOptions({
    queryKey: ["prediction", id],
    queryFn: ({ signal }) => request<Prediction>(`/v1/predictions/${id}`, { signal }),
    staleTime: ({ state }) => (state.data && isFinished(state.data.status) ? "static" : 0),
    refetchInterval: ({ state }) =>
      state.data && isFinished(state.data.status) ? false : pollIntervalMs,
    retry: false,
  });

/** Looks again while the model is on its way, and now and then while it sleeps, as somebody else may wake it. */
export const readinessQuery = (model: { owner: string; name: string }) =>
  queryOptions({
    queryKey: ["readiness", model.owner, model.name],
    queryFn: ({ signal }) => request<ModelReadiness>(readinessPath(model), { signal }),
    staleTime: readinessFreshMs,
    refetchInterval: ({ state }) => readinessIntervals[state.data?.kind ?? "ready"],
    retry: false,
  });

const readinessFreshMs = 5_000;

const readinessIntervals: Record<ModelReadiness["kind"], number | false> = {
  ready: false,
  asleep: 10_000,
  waking: pollIntervalMs,
  "fetching-weights": pollIntervalMs,
  "no-weights": 10_000,
  "no-engine": 10_000,
  failed: 10_000,
};

export const createPrediction = (
  model: { owner: string; name: string },
  input: InputValues,
): Promise<Prediction> => request<Prediction>(createPath(model), postOf({ input }));

/** Stores a file; returns the address by which an input names it. */
export async function sendFile(file: File): Promise<string> {
  const body = new FormData();
  body.append("content", file, file.name);
  const { id } = await request<FileView>("/v1/files", { method: "POST", body });
  return filePath(id);
}

export const cancelPrediction = (id: string): Promise<Prediction> =>
  request<Prediction>(cancelPath(id), { method: "POST" });

/** Sends what a form about an account holds; the answer says where to go on, or tells a secret once. */
export const sendFields = (
  path: string,
  values: Record<string, string | string[]>,
): Promise<{ location: string } | { secret: string }> => request(path, postOf(values));

/** The links to a prediction, and all that a new one could show. */
export const sharesQuery = (predictionId: string) =>
  queryOptions({
    queryKey: ["shares", predictionId],
    queryFn: ({ signal }) =>
      request<{ results: Share[]; whole: SharedPrediction }>(sharesPath(predictionId), { signal }),
    retry: false,
  });

export const createShare = (
  predictionId: string,
  wanted: ShareRequest,
): Promise<Share & { url: string }> => request(sharesPath(predictionId), postOf(wanted));

export const revokeShare = (id: string): Promise<void> =>
  request(sharePath(id), { method: "DELETE" });

export const revokeShares = (predictionId: string): Promise<void> =>
  request(sharesPath(predictionId), { method: "DELETE" });

export const countView = (token: string): Promise<void> =>
  request("/v1/shares/views", postOf({ token }));

export const createReport = (predictionId: string, said: ReportRequest): Promise<Report> =>
  request(reportsPath(predictionId), postOf(said));

export const deletePrediction = (id: string): Promise<void> =>
  request(predictionPath(id), { method: "DELETE" });

export const createExample = (
  model: { owner: string; name: string },
  wanted: ExampleRequest,
): Promise<{ id: string }> => request(examplesPath(model), postOf(wanted));

/** Decides which version a model shows and runs. */
export const chooseVersion = (
  model: { owner: string; name: string },
  version: string,
): Promise<void> => request(modelPath(model), { ...postOf({ version }), method: "PATCH" });

/** Decides who finds a model. */
export const changeVisibility = (
  model: { owner: string; name: string },
  visibility: Visibility,
): Promise<void> => request(modelPath(model), { ...postOf({ visibility }), method: "PATCH" });

/** What publishing these texts would come to. */
export const draftQuery = (model: { owner: string; name: string }, files: DraftFiles) =>
  queryOptions({
    queryKey: ["draft", model.owner, model.name, files],
    queryFn: ({ signal }) =>
      request<DraftCheck>(`${versionsPath(model)}/check`, { ...postOf({ files }), signal }),
    placeholderData: keepPreviousData,
    staleTime: "static",
    retry: false,
  });

/** Makes these texts a model's new version, if `base` is current still. */
export const publishDraft = (
  model: { owner: string; name: string },
  draft: { files: DraftFiles; base: string },
): Promise<{ id: string }> => request(versionsPath(model), postOf(draft));

const postOf = (body: unknown): RequestInit => ({
  method: "POST",
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

/** Trusts the server's own contract for the answer's shape: both are built from the same types. */
async function request<Answer>(path: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(path, init).catch((error: unknown) => {
    if (init.signal?.aborted) throw error;
    throw new Refusal(0, "The server could not be reached.", [], null);
  });
  if (!response.ok) throw await readRefusal(response);
  return (response.status === 204 ? undefined : await response.json()) as Answer;
}

async function readRefusal(response: Response): Promise<Refusal> {
  const problem = (await response.json().catch(() => ({}))) as {
    detail?: string;
    invalid_fields?: InvalidField[];
  };
  const retryAfterSeconds = Number.parseInt(response.headers.get("retry-after") ?? "", 10);
  return new Refusal(
    response.status,
    problem.detail ?? "The server did not say why.",
    problem.invalid_fields ?? [],
    Number.isNaN(retryAfterSeconds) ? null : retryAfterSeconds,
  );
}
