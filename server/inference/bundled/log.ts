/** One JSON line to stderr. Never pass prompt text, output text or secrets. */
export function log(level: "info" | "warn" | "error", event: string, facts: object = {}): void {
  const line = { time: new Date().toISOString(), level, source: "engine", event, ...facts };
  process.stderr.write(`${JSON.stringify(line)}\n`);
}
