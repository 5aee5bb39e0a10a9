import type { Prediction } from "#contract/prediction.ts";
import { get, post } from "./api.ts";
import { until } from "./installation.ts";
import { publishCopy, withParts } from "./own-models.ts";
import { visitorHeaders } from "./visitors.ts";

export type Crowd = { fill(): Promise<void>; leave(): Promise<void> };

/** As many as the bundled engine runs at once. */
const ENGINE_SLOTS = 8;

/** Other visitors of a Vitrine, who take all of the engine's places until they leave. */
export function newCrowd(url: string): Crowd {
  const headers = visitorHeaders("the crowd");
  let ids: string[] = [];
  return {
    async fill() {
      await publishCounting();
      ids = await Promise.all(Array.from({ length: ENGINE_SLOTS }, () => ask(url, headers)));
      await until(async () => {
        const all = await Promise.all(ids.map((id) => get(url, id)));
        return all.every(({ status }) => status === "processing");
      });
    },
    async leave() {
      await Promise.all(ids.map((id) => post(`${url}/v1/predictions/${id}/cancel`, "", headers)));
      ids = [];
    },
  };
}

async function ask(url: string, headers: Record<string, string>): Promise<string> {
  const path = `${url}/v1/models/tests/counts-on/predictions`;
  const { id } = (await (
    await post(path, { input: { to: "9999" } }, headers)
  ).json()) as Prediction;
  return id;
}

/** A model that counts for minutes, on the weights of the shipped ones. */
export async function publishCounting(): Promise<void> {
  const numbers = Array.from({ length: 60 }, (_, index) => index + 1).join(", ");
  const parts = withParts({
    inputs: [{ name: "to", type: "text", title: "Count to", maxLength: 9 }],
    output: { kind: "text" },
    prompt: `Counting to {{ to }}: ${numbers},`,
    example: { to: "9999" },
  });
  await publishCopy("tests", "counts-on", {
    ...parts,
    "model.yaml": (text) =>
      (parts["model.yaml"] ?? String)(text)
        .replace(/maxTokens: \d+/, "maxTokens: 1500")
        .replace(/stop: .*/, "stop: []"),
  });
}
