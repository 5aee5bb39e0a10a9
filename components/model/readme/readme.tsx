import { ModelFacts } from "#components/model/model-facts.tsx";
import { Markdown } from "#components/ui/markdown.tsx";
import type { ModelForm } from "#contract/model.ts";
import type { VersionCard } from "#contract/version.ts";

type ReadmeProps = { model: Pick<ModelForm, "name" | "title" | "rights">; card: VersionCard };

/** What the creator says about a model, and what it is made of. */
export function Readme({ model, card }: ReadmeProps) {
  return (
    <>
      {card.readme === null ? (
        <NoReadme model={model} />
      ) : (
        <Markdown text={withoutTitle(card.readme, model.title)} />
      )}
      <section aria-labelledby="facts-title" className="mt-12 border-t border-line pt-8">
        <h2 id="facts-title" className="mb-5 text-xl font-medium tracking-tight">
          What it is made of
        </h2>
        <ModelFacts card={card} />
      </section>
    </>
  );
}

function NoReadme({ model }: Pick<ReadmeProps, "model">) {
  return (
    <div className="glass max-w-[44rem] p-6 sm:p-8">
      <p className="text-lg font-medium">No README yet</p>
      {model.rights.manage ? (
        <p className="mt-2 text-muted">
          Put a file <span className="code">README.md</span>, written in Markdown, into the model’s
          folder <span className="code">{model.name}</span> and publish it again. Say what it is
          for, how to ask, and what it cannot do.
        </p>
      ) : (
        <p className="mt-2 text-muted">Whoever made this model has not described it further.</p>
      )}
    </div>
  );
}

/** The page's heading says it already. */
function withoutTitle(readme: string, title: string): string {
  const [, first, rest] = /^\s*#[ \t]+(.+?)[ \t]*#*[ \t]*\r?\n([\s\S]*)$/.exec(readme) ?? [];
  return first === title && rest?.trim() ? rest : readme;
}
