import type { DeterminismCertificate, PredictionConditions } from "#contract/prediction.ts";
import { settingNames } from "./setting-names.ts";

/** From so many steps on, they are counted rather than listed. */
const listedSteps = 6;

export const describeLane = ({ lane }: PredictionConditions): string =>
  lane === "exact"
    ? "Exact: in steps of its own, with nothing reused"
    : "Shared: in steps together with whatever else ran";

export function describeCompany({ sequences_max: most }: PredictionConditions): string {
  const others = most - 1;
  if (others < 1) return "None: it was alone in every step";
  return `Up to ${others} other ${others === 1 ? "prediction" : "predictions"} in one step`;
}

export function describeChunks({ prompt_chunks: chunks }: PredictionConditions): string {
  const [first] = chunks;
  if (first === undefined) return "No step: all of it was reused";
  if (chunks.length === 1) return `1 step of ${count(first)}`;
  if (chunks.length > listedSteps)
    return `${chunks.length} steps of up to ${count(Math.max(...chunks))}`;
  return `${chunks.length} steps: ${chunks.join(" + ")} tokens`;
}

const count = (tokens: number): string =>
  `${tokens.toLocaleString("en")} ${tokens === 1 ? "token" : "tokens"}`;

/** How near the most likely token came to losing its lead: what tiny differences could turn. */
export function describeGap({ smallest_gap: gap }: PredictionConditions): string | null {
  if (gap === null) return null;
  const percent = gap * 100;
  const shown = percent < 0.01 ? "less than 0.01" : Number(percent.toPrecision(2));
  return `The most likely token led by ${shown} %`;
}

export function describeCertificate(certificate: DeterminismCertificate): string {
  const { repeated, batched, chunked, reused_prefix: reusedPrefix } = certificate;
  const answer = (isSame: boolean) => (isSame ? "yes" : "no");
  return `Computed again here, the same request gives the same bits: alone ${answer(repeated)}, amid others ${answer(batched)}, with its prompt in other parts ${answer(chunked)}, on a reused prefix ${answer(reusedPrefix)}.`;
}

/** Sentences for what an engine could not take into account. */
export function describeDropped(names: string[]): string[] {
  const settings = names
    .filter((name) => name !== "constraint")
    .map((name) => (settingNames[name] ?? name).toLowerCase());
  return [
    ...(names.includes("constraint")
      ? [
          "The engine could not hold the output to its rules while it wrote; they were checked afterwards.",
        ]
      : []),
    ...(settings.length > 0
      ? [
          `The engine has no setting for ${listFormat.format(settings)}: what was asked for there did not count.`,
        ]
      : []),
  ];
}

const listFormat = new Intl.ListFormat("en-GB");
