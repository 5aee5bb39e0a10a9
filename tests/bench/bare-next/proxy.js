/** As with the instrumentation. */
export const config = { matcher: "/nowhere" };

export function proxy() {}
