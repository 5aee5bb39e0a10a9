import { randomBytes } from "node:crypto";

const NONCE_BYTES = 16;

/** What holds for every answer: all of it comes from this server, and nothing leaves it. SQLite runs as WebAssembly. */
const COMMON = [
  "default-src 'none'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "object-src 'none'",
  "frame-ancestors 'none'",
];

const policy = (scripts: string, styles = "style-src 'self'"): string =>
  [...COMMON, `script-src ${scripts} 'wasm-unsafe-eval'`, styles].join("; ");

/** The Content-Security-Policy (CSP level 3) of what is no page: files, scripts, answers of the API. */
const FILE_POLICY = policy("'self'");

/** What every answer carries; a page has a policy of its own. */
export const SECURITY_HEADERS = {
  "Content-Security-Policy": FILE_POLICY,
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
};

/**
 * The policy of one page, with a number used once that lets Next's own inline scripts run; what those load may run as well.
 * In development Next also needs eval, and styles that scripts insert.
 */
export function pagePolicy(isDevelopment: boolean): string {
  const scripts = `'nonce-${randomBytes(NONCE_BYTES).toString("base64")}' 'strict-dynamic'`;
  if (!isDevelopment) return policy(scripts);
  return policy(`${scripts} 'unsafe-eval'`, "style-src 'self' 'unsafe-inline'");
}
