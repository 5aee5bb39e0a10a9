import type { ReactNode } from "react";
import { enginePath } from "#components/paths.ts";
import { describeCertificate } from "#components/prediction/evidence/describe-computing.ts";
import { ProgressBar } from "#components/ui/progress-bar.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import type { EngineModelView } from "#contract/engine.ts";
import { describeIdle, describeState, formatBytes, stateTones } from "./describe-engine-model.ts";

const idDigits = 12;

type EngineModelProps = { model: EngineModelView };

/** Weights on an engine: how they stand, what they take, and what can be done with them. */
export function EngineModel({ model }: EngineModelProps) {
  const { id, name, used_by: users, state, reason } = model;
  return (
    <article aria-label={name ?? id.slice(0, idDigits)}>
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h3 className="font-medium break-words">
            {name ?? (
              <span className="code" title={id}>
                {id.slice(0, idDigits)}
              </span>
            )}
          </h3>
          <p className="mt-1 flex items-center gap-2.5 text-sm">
            <span
              aria-hidden="true"
              className={`size-2 shrink-0 rounded-full ${stateTones[state]}`}
            />
            {describeState(model)}
          </p>
        </div>
        <Controls model={model} />
      </div>
      {state === "loading" && (
        <div className="mt-4 max-w-md">
          <ProgressBar label="Loading" progress={model.progress} />
        </div>
      )}
      {reason && <p className="mt-2 text-sm text-warn">{reason}</p>}
      <Facts model={model} />
      <p className="mt-4 text-sm text-muted">
        {users.length === 0 ? "No published model uses it." : "Used by "}
        {users.map(({ owner, name: model, title }, at) => (
          <span key={`${owner}/${model}`}>
            {at > 0 && ", "}
            <a href={`/${owner}/${model}`} className="link text-ink">
              {title}
            </a>
          </span>
        ))}
      </p>
    </article>
  );
}

function Facts({ model }: EngineModelProps) {
  const { context_length: context, load_seconds: load, last_used_at: usedAt, certificate } = model;
  return (
    <dl className="mt-4 grid grid-cols-2 gap-x-8 gap-y-3 text-sm sm:grid-cols-3 lg:grid-cols-6">
      <Fact term="Memory" value={formatBytes(model.memory_bytes)} />
      <Fact term="File" value={formatBytes(model.size_bytes)} />
      <Fact term="Context" value={context && `${context.toLocaleString("en")} tokens`} />
      <Fact term="Loading took" value={load === null ? null : `${load.toFixed(1)} s`} />
      <Fact term="Last used" value={usedAt && <RelativeTime at={usedAt} />} />
      <Fact term="When idle" value={describeIdle(model)} />
      {certificate && (
        <div className="col-span-full max-w-[44rem]">
          <dt className="text-muted">Same bits again</dt>
          <dd className="mt-0.5">{describeCertificate(certificate)}</dd>
        </div>
      )}
    </dl>
  );
}

function Fact({ term, value }: { term: string; value: ReactNode }) {
  if (value === null || value === "") return null;
  return (
    <div className="min-w-0">
      <dt className="text-muted">{term}</dt>
      <dd className="mt-0.5 break-words tabular-nums">{value}</dd>
    </div>
  );
}

/** Plain forms: they need no script, and come back to this page. */
function Controls({ model }: EngineModelProps) {
  const { id, state, keep } = model;
  if (keep === null || state === "loading") return null;
  const isLoaded = state === "ready";
  return (
    <div className="flex flex-wrap gap-2">
      {isLoaded ? (
        <>
          <Control id={id} wish={{ loaded: true, keep: !keep }}>
            {keep ? "Unload it when idle" : "Keep it loaded"}
          </Control>
          <Control id={id} wish={{ loaded: false }}>
            Unload
          </Control>
        </>
      ) : (
        <Control id={id} wish={{ loaded: true }}>
          Load
        </Control>
      )}
    </div>
  );
}

type ControlProps = { id: string; wish: Record<string, boolean>; children: ReactNode };

function Control({ id, wish, children }: ControlProps) {
  return (
    <form method="post" action={enginePath(id)}>
      {Object.entries(wish).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={String(value)} />
      ))}
      <button type="submit" className="button">
        {children}
      </button>
    </form>
  );
}
