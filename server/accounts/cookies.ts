import { absoluteUrl } from "#server/presentation.ts";

/** Whether this installation is served over https, and cookies may insist on that. */
export const isSecure = (): boolean => absoluteUrl("/").startsWith("https:");
