import type { ReactNode } from "react";
import { FoldedText } from "#components/ui/folded-text.tsx";
import { formatMoment, RelativeTime } from "#components/ui/relative-time.tsx";
import type { PredictionEvidence as Evidence, Prediction } from "#contract/prediction.ts";
import { computingFacts } from "./computing-facts.tsx";
import { EvidenceList, type Fact } from "./evidence-list.tsx";
import { PhaseBar } from "./phase-bar.tsx";
import { settingNames } from "./setting-names.ts";

type PredictionEvidenceProps = { prediction: Prediction; evidence: Evidence };

/** What it takes to believe an output, and to repeat it. */
export function PredictionEvidence({ prediction, evidence }: PredictionEvidenceProps) {
  const { phases, environment, prompt } = evidence;
  return (
    <section aria-labelledby="evidence" className="mt-16 scroll-mt-6">
      <h2 id="evidence" className="text-xl font-medium tracking-tight">
        How it was made
      </h2>
      {phases.length > 0 && (
        <div className="mt-6">
          <PhaseBar phases={phases} />
        </div>
      )}
      <div className="mt-8 grid grid-cols-1 items-start gap-x-14 gap-y-8 lg:grid-cols-2">
        <div className="grid grid-cols-1 gap-8">
          <EvidenceList title="Prediction" facts={predictionFacts(prediction, evidence)} />
          <EvidenceList title="Computed by" facts={engineFacts(prediction)}>
            {environment && (
              <FoldedText
                title="all that is known of the environment"
                text={JSON.stringify(environment.facts, null, 2)}
              />
            )}
          </EvidenceList>
        </div>
        <div className="grid grid-cols-1 gap-8">
          <EvidenceList title="Tokens and sampling" facts={samplingFacts(prediction, evidence)} />
          <EvidenceList title="How it ran" facts={computingFacts(evidence)} />
          {prompt && (
            <EvidenceList title="Prompt" facts={promptFacts(prompt)}>
              <FoldedText title="the exact prompt" text={prompt.text} />
            </EvidenceList>
          )}
        </div>
      </div>
    </section>
  );
}

function predictionFacts(prediction: Prediction, evidence: Evidence): Fact[] {
  return [
    { term: "Version", digest: prediction.version },
    { term: "Status", value: statusNames[prediction.status] },
    { term: "Asked for", value: <Moment at={prediction.created_at} /> },
    { term: "Started", value: prediction.started_at && formatMoment(prediction.started_at) },
    { term: "Ended", value: prediction.completed_at && formatMoment(prediction.completed_at) },
    { term: "Attempts", value: prediction.attempts > 1 ? prediction.attempts : null },
    { term: "Output's SHA-256", digest: evidence.output_sha256 },
  ];
}

function samplingFacts(prediction: Prediction, { tokens, sampling }: Evidence): Fact[] {
  const speed = prediction.metrics.tokens_per_second;
  const cached = tokens?.cached ? `, ${tokens.cached.toLocaleString("en")} of them from cache` : "";
  const given = new Map(Object.entries(sampling ?? {}));
  given.delete("seed"); // the one that was really used is the prediction's own
  const names = [...new Set([...Object.keys(settingNames), ...given.keys()])];
  return [
    { term: "Read", value: tokens && `${tokens.input.toLocaleString("en")} tokens${cached}` },
    { term: "Written", value: tokens && `${tokens.output.toLocaleString("en")} tokens` },
    { term: "Speed", value: speed && `${speed.toFixed(1)} tokens per second` },
    { term: "Seed", value: prediction.seed },
    ...names.map((name) => ({
      term: settingNames[name] ?? name,
      value: shownSetting(given.get(name)),
    })),
  ];
}

const shownSetting = (value: number | string[] | undefined): ReactNode =>
  Array.isArray(value) ? <StopTexts texts={value} /> : value;

function engineFacts({ engine }: Prediction): Fact[] {
  return [
    { term: "Engine", value: engine?.name },
    { term: "Hardware", value: engine?.hardware },
    ...(engine?.weights ?? []).map(({ name, sha256 }) =>
      sha256 === null ? { term: "Weights", value: name } : { term: name, digest: sha256 },
    ),
    { term: "Environment", digest: engine?.environment ?? null },
  ];
}

function promptFacts({ tokens }: NonNullable<Evidence["prompt"]>): Fact[] {
  return [
    { term: "Who sees this", value: "Only you, as the model's owner" },
    { term: "Length", value: `${tokens.length.toLocaleString("en")} tokens` },
  ];
}

const statusNames: Record<Prediction["status"], string> = {
  starting: "Waiting",
  processing: "Running",
  succeeded: "Succeeded",
  failed: "Failed",
  canceled: "Cancelled",
};

function Moment({ at }: { at: string }): ReactNode {
  return (
    <>
      {formatMoment(at)} (<RelativeTime at={at} />)
    </>
  );
}

function StopTexts({ texts }: { texts: (string | number)[] }) {
  if (texts.length === 0) return "nothing in particular";
  return <span className="code">{texts.map((text) => JSON.stringify(text)).join(" ")}</span>;
}
