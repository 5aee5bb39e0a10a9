/**
 * One instance per process of what holds connections or state. Next compiles routes and instrumentation into separate
 * bundles, each with its own copy of a module's variables; only the global object is common to all.
 */
export function shared<T>(name: string, make: () => T): T {
  const key = Symbol.for(`vitrine.${name}`);
  const store = globalThis as unknown as Record<symbol, T | undefined>;
  const existing = store[key];
  if (existing !== undefined) return existing;
  const made = make();
  store[key] = made;
  return made;
}
