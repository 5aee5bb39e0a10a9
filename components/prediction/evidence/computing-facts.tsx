import type { PredictionEvidence } from "#contract/prediction.ts";
import {
  describeCertificate,
  describeChunks,
  describeCompany,
  describeDropped,
  describeGap,
  describeLane,
} from "./describe-computing.ts";
import type { Fact } from "./evidence-list.tsx";

/** What could make the same request come out otherwise. */
export function computingFacts({ conditions, environment, dropped }: PredictionEvidence): Fact[] {
  const certificate = environment?.certificate;
  return [
    { term: "Lane", value: conditions && describeLane(conditions) },
    { term: "Company", value: conditions && describeCompany(conditions) },
    { term: "Prompt's steps", value: conditions && describeChunks(conditions) },
    { term: "Closest call", value: conditions && describeGap(conditions) },
    { term: "Probabilities", digest: conditions?.probabilities_sha256 ?? null },
    { term: "Same bits again", value: certificate && describeCertificate(certificate) },
    {
      term: "Left out",
      value: dropped.length > 0 && <Sentences sentences={describeDropped(dropped)} />,
    },
  ];
}

function Sentences({ sentences }: { sentences: string[] }) {
  return (
    <ul className="space-y-1">
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}
