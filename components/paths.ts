/** Addresses that the page itself links or posts to. */
export const createPath = ({ owner, name }: { owner: string; name: string }): string =>
  `/v1/models/${owner}/${name}/predictions`;

export const logPath = ({ owner, name }: { owner: string; name: string }): string =>
  `/${owner}/${name}/predictions`;

export const readinessPath = ({ owner, name }: { owner: string; name: string }): string =>
  `/v1/models/${owner}/${name}/readiness`;

export const cancelPath = (id: string): string => `/v1/predictions/${id}/cancel`;

export const sharesPath = (predictionId: string): string =>
  `/v1/predictions/${predictionId}/shares`;

export const sharePath = (id: string): string => `/v1/shares/${id}`;

export const enginePath = (id: string): string => `/v1/engine/models/${encodeURIComponent(id)}`;

/** The API names absolute addresses; the page stays on whatever host it was opened on. */
export const pathOf = (url: string): string => {
  const { pathname, search } = new URL(url, "http://localhost");
  return pathname + search;
};
