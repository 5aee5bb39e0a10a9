/** Addresses that the page itself links or posts to. */
export const createPath = ({ owner, name }: { owner: string; name: string }): string =>
  `/v1/models/${owner}/${name}/predictions`;

export const cancelPath = (id: string): string => `/v1/predictions/${id}/cancel`;

/** The API names absolute addresses; the page stays on whatever host it was opened on. */
export const pathOf = (url: string): string => {
  const { pathname, search } = new URL(url, "http://localhost");
  return pathname + search;
};
