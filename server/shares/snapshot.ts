import { outputText, type Prediction } from "#contract/prediction.ts";
import type { SharedPrediction } from "#contract/share.ts";
import { getVersion } from "#server/versions.ts";

/** All of a finished prediction that a share could show: no id, no address, nothing of who made it. */
export async function snapshotOf(prediction: Prediction): Promise<SharedPrediction> {
  const { definition } = await getVersion(prediction.version);
  const { engine, version, seed, metrics } = prediction;
  const titles = new Map(definition.inputs.map(({ name, title }) => [name, title]));
  return {
    title: definition.title,
    made_at: prediction.created_at,
    inputs: Object.entries(prediction.input).map(([name, value]) => ({
      ...{ name, value, title: titles.get(name) ?? name },
      is_left_out: false,
    })),
    output: {
      text: outputText(prediction),
      declaration: prediction.status === "succeeded" ? definition.output : null,
      violations: prediction.violations,
    },
    settings: {
      ...{ version, seed, metrics },
      engine: engine?.name ?? null,
      hardware: engine?.hardware ?? null,
      weights: engine?.weights[0]?.name ?? null,
    },
  };
}
