import type { ReactNode } from "react";
import type { VersionCard } from "#contract/version.ts";

type ModelFactsProps = {
  card: Pick<VersionCard, "weights" | "adapter" | "context_length" | "engines">;
};

/** What a model is made of, in plain words. */
export function ModelFacts({ card }: ModelFactsProps) {
  const { weights, adapter, context_length: length, engines } = card;
  return (
    <dl className="grid max-w-[44rem] grid-cols-1 gap-x-8 gap-y-1 sm:grid-cols-[10rem_minmax(0,1fr)] sm:gap-y-3">
      <Fact term="Weights">
        {weights.name}, under {weights.license}
      </Fact>
      <Fact term="Adapter">
        {adapter
          ? `${adapter.name}, under ${adapter.license}: a fine-tuning on top of the weights`
          : "None: the weights are used as they are"}
      </Fact>
      <Fact term="Context length">
        {length.toLocaleString("en")} tokens for prompt and answer together, about{" "}
        {aboutWords(length).toLocaleString("en")} English words
      </Fact>
      <Fact term="Engine">{describeEngines(engines)}</Fact>
    </dl>
  );
}

/** Rounded to two digits: no tokenizer is that predictable. */
function aboutWords(tokens: number): number {
  return Number((tokens * 0.75).toPrecision(2));
}

function describeEngines(engines: VersionCard["engines"]): string {
  const names = engines.map((name) => name ?? "llama.cpp, which comes with Vitrine");
  return names.length > 0 ? names.join("; or else ") : "None that is set up here";
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <>
      <dt className="mt-2 text-sm text-muted sm:mt-0 sm:text-base">{term}</dt>
      <dd className="break-words">{children}</dd>
    </>
  );
}
