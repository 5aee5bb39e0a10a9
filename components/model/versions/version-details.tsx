import type { ReactNode } from "react";
import { ModelFacts } from "#components/model/model-facts.tsx";
import { shortVersion } from "#components/model/version-digits.ts";
import { settingNames } from "#components/prediction/evidence/setting-names.ts";
import { CodePanel } from "#components/ui/code-panel.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { describeSettings, describeValue, inWords } from "#contract/inputs/describe-declaration.ts";
import type { VersionCard, VersionFiles } from "#contract/version.ts";
import { InputTable } from "./input-table.tsx";

type VersionDetailsProps = {
  card: VersionCard;
  isCurrent: boolean;
  files: VersionFiles | null;
};

/** All that may be known of one version. */
export function VersionDetails({ card, isCurrent, files }: VersionDetailsProps) {
  return (
    <>
      <h2 className="text-xl font-medium tracking-tight">
        Version <span className="font-mono text-[0.9em]">{shortVersion(card.id)}</span>
      </h2>
      <p className="mt-2 text-muted">
        Published <RelativeTime at={card.created_at} />.{" "}
        {isCurrent
          ? "It is the current one: new predictions run on it."
          : "It is not the current one. Programs can still run it, by its whole id."}
      </p>
      <div className="mt-3 flex flex-wrap items-center gap-3">
        <p className="code min-w-0 break-all">{card.id}</p>
        <CopyButton text={card.id} label="Copy the id" />
      </div>
      <Part title="Description">
        <p className="font-medium">{card.title}</p>
        <p className="mt-1 max-w-[44rem] text-pretty">{card.description}</p>
      </Part>
      <Part title="Inputs">
        <InputTable inputs={card.inputs} />
      </Part>
      <Part title="Output">
        <p>{describeSettings(card.output)}</p>
      </Part>
      <Part title="Sampling">
        <Sampling sampling={card.sampling} />
      </Part>
      <Part title="What it is made of">
        <ModelFacts card={card} />
      </Part>
      {files && (
        <Part title="Files">
          <Files files={files} />
        </Part>
      )}
    </>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title} className="mt-10">
      <h3 className="mb-3 text-lg font-medium tracking-tight">{title}</h3>
      {children}
    </section>
  );
}

function Sampling({ sampling }: Pick<VersionCard, "sampling">) {
  return (
    <dl className="grid max-w-[44rem] grid-cols-[10rem_minmax(0,1fr)] gap-x-8 gap-y-2">
      {Object.entries(sampling).map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="text-muted">{nameOf(name)}</dt>
          <dd className="break-words">
            {name === "seed" && value === null
              ? "a new one for every prediction"
              : describeValue(value)}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function nameOf(setting: string): string {
  const words = inWords(setting);
  return settingNames[setting] ?? words.charAt(0).toUpperCase() + words.slice(1);
}

function Files({ files }: { files: VersionFiles }) {
  return (
    <>
      <p className="mb-5 text-muted">For those alone who manage or review this model.</p>
      {files.map(({ name, text }) => (
        <div key={name} className="mt-6">
          <h4 className="code mb-2 font-medium">{name}</h4>
          <CodePanel title={name} text={text} wraps />
        </div>
      ))}
    </>
  );
}
