/** Addresses that the page itself links or posts to. */
export const createPath = ({ owner, name }: { owner: string; name: string }): string =>
  `/v1/models/${owner}/${name}/predictions`;

export const modelPath = ({ owner, name }: { owner: string; name: string }): string =>
  `/v1/models/${owner}/${name}`;

/** The page about a model's versions, or about one of them. */
export const versionsPage = (model: { owner: string; name: string }, id?: string): string =>
  `/${model.owner}/${model.name}/versions${id ? `/${id}` : ""}`;

export const versionsPath = (model: { owner: string; name: string }): string =>
  `${modelPath(model)}/versions`;

export const settingsPage = ({ owner, name }: { owner: string; name: string }): string =>
  `/${owner}/${name}/settings`;

export const logPath = ({ owner, name }: { owner: string; name: string }): string =>
  `/${owner}/${name}/predictions`;

export const readinessPath = ({ owner, name }: { owner: string; name: string }): string =>
  `/v1/models/${owner}/${name}/readiness`;

export const cancelPath = (id: string): string => `/v1/predictions/${id}/cancel`;

export const predictionPath = (id: string): string => `/v1/predictions/${id}`;

export const reportsPath = (predictionId: string): string =>
  `/v1/predictions/${predictionId}/reports`;

export const reportPath = (id: string): string => `/v1/reports/${id}`;

export const examplesPath = ({ owner, name }: { owner: string; name: string }): string =>
  `/v1/models/${owner}/${name}/examples`;

export const examplePath = (model: { owner: string; name: string }, id: string): string =>
  `${examplesPath(model)}/${id}`;

export const historyPath = "/v1/history";

export const sharesPath = (predictionId: string): string =>
  `/v1/predictions/${predictionId}/shares`;

export const sharePath = (id: string): string => `/v1/shares/${id}`;

export const enginePath = (id: string): string => `/v1/engine/models/${encodeURIComponent(id)}`;

/** The API names absolute addresses; the page stays on whatever host it was opened on. */
export const pathOf = (url: string): string => {
  const { pathname, search } = new URL(url, "http://localhost");
  return pathname + search;
};
