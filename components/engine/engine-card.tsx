import type { EngineView } from "#contract/engine.ts";
import { EngineModel } from "./engine-model.tsx";

/** One engine, and the weights on it. */
export function EngineCard({ engine }: { engine: EngineView }) {
  const { name, dialect, address, slots, problem, models } = engine;
  const facts = [dialect, address, slots && `${slots} predictions at once`].filter(Boolean);
  return (
    <section aria-label={name} className="glass">
      <header className="border-b border-line p-4 sm:px-6 sm:py-5">
        <h2 className="text-xl font-medium tracking-tight">{name}</h2>
        <p className="mt-1 text-sm break-words text-muted">{facts.join(" · ")}</p>
      </header>
      {problem && <p className="p-4 text-warn sm:px-6 sm:py-5">{problem}</p>}
      {!problem && models.length === 0 && (
        <p className="p-4 text-muted sm:px-6 sm:py-5">
          No weights are here yet: publish a model, or bring a file with{" "}
          <code className="code">npm run vitrine -- weights import FILE</code>.
        </p>
      )}
      <ul>
        {models.map((model) => (
          <li key={model.id} className="border-line p-4 not-first:border-t sm:px-6 sm:py-5">
            <EngineModel model={model} />
          </li>
        ))}
      </ul>
    </section>
  );
}
