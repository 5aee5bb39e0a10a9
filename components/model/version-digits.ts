/** As many as people tell versions apart by. */
const digits = 8;

export const shortVersion = (id: string): string => id.slice(0, digits);
