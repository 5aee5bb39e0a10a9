import { formatSeconds } from "#components/prediction/describe-status.ts";
import type { SharedSettings } from "#contract/share.ts";

/** With what it was made. */
export function SharedSettingsList({ settings }: { settings: SharedSettings }) {
  const { predict_time: time, output_token_count: tokens } = settings.metrics;
  const facts: [term: string, value: string | null][] = [
    ["Weights", settings.weights],
    ["Engine", settings.engine],
    ["Hardware", settings.hardware],
    ["Seed", settings.seed === null ? null : String(settings.seed)],
    ["Generated in", time === undefined ? null : formatSeconds(time)],
    ["Tokens", tokens === undefined ? null : tokens.toLocaleString("en")],
    ["Version", settings.version],
  ];
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-6 gap-y-1 text-sm">
      {facts.flatMap(([term, value]) =>
        value === null
          ? []
          : [
              <dt key={term} className="text-muted">
                {term}
              </dt>,
              <dd key={`${term}-value`} className="break-all">
                {value}
              </dd>,
            ],
      )}
    </dl>
  );
}
