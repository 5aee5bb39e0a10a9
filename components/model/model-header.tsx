import { Icon } from "#components/ui/icon.tsx";
import type { ModelLinks } from "#contract/links.ts";
import type { ModelForm } from "#contract/model.ts";
import { shortVersion } from "./version-digits.ts";

type ModelHeaderProps = {
  model: ModelForm;
  /** On pages where the title is enough. */
  isBrief: boolean;
};

/** The label beside the exhibit. */
export function ModelHeader({ model, isBrief }: ModelHeaderProps) {
  return (
    <header>
      <p className="code text-muted">
        {model.owner}/{model.name}
      </p>
      <h1 className="mt-2 text-3xl font-medium tracking-tight text-balance sm:text-4xl">
        {model.title}
      </h1>
      {!isBrief && <Description model={model} />}
    </header>
  );
}

function Description({ model }: { model: ModelForm }) {
  return (
    <>
      <p className="mt-3 max-w-[44rem] text-lg text-muted text-pretty">{model.description}</p>
      <dl className="mt-5 flex flex-wrap gap-x-8 gap-y-2 text-sm">
        <Fact term="Weights" value={model.weights.name} />
        <Fact term="Licence" value={model.weights.license} />
        <Fact term="Version" value={shortVersion(model.version)} isCode />
      </dl>
      <Links links={model.links} />
      {model.limits.length > 0 && <Limits limits={model.limits} />}
    </>
  );
}

const LINK_TITLES: Record<keyof ModelLinks, string> = {
  website: "Website",
  source: "Source code",
  paper: "Paper",
  license: "Licence",
};

function Links({ links }: { links: ModelLinks }) {
  const titles = Object.entries(LINK_TITLES) as [keyof ModelLinks, string][];
  const given = titles.filter(([key]) => links[key]);
  if (given.length === 0) return null;
  return (
    <ul className="mt-3 flex flex-wrap gap-x-6 gap-y-1 text-sm">
      {given.map(([key, title]) => (
        <li key={key}>
          <a href={links[key]} rel="noreferrer" className="link">
            {title}
          </a>
        </li>
      ))}
    </ul>
  );
}

/** What the engine cannot do that the model asks for, said before anybody wonders about an output. */
function Limits({ limits }: { limits: string[] }) {
  return (
    <section
      aria-label="Limits"
      className="mt-5 flex max-w-[44rem] gap-3 rounded-lg bg-warn-soft px-4 py-3 text-sm"
    >
      <span className="mt-0.5 text-warn">
        <Icon name="alert" />
      </span>
      <ul className="space-y-1">
        {limits.map((limit) => (
          <li key={limit}>{limit}</li>
        ))}
      </ul>
    </section>
  );
}

function Fact({ term, value, isCode }: { term: string; value: string; isCode?: boolean }) {
  return (
    <div className="flex gap-2">
      <dt className="text-muted">{term}</dt>
      <dd className={isCode ? "code" : ""}>{value}</dd>
    </div>
  );
}
