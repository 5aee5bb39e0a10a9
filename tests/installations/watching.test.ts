import http from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { expect, test } from "@playwright/test";
import { finished, post } from "../support/api.ts";
import { startScripted } from "../support/scripted-vitrine.ts";

const SECRETS = ["said-in-confidence", "asked-by-link", "token-of-a-share", "vt_not-a-good-one"];

type Span = {
  traceId: string;
  name: string;
  attributes: { key: string; value: Record<string, unknown> }[];
};

/** A collector of traces, as OpenTelemetry's protocol has it over HTTP with JSON. */
async function startCollector() {
  const bodies: string[] = [];
  const server = http.createServer(async (request, response) => {
    bodies.push(await text(request));
    response.setHeader("content-type", "application/json").end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const spans = (): Span[] =>
    bodies
      .flatMap((body) => JSON.parse(body).resourceSpans)
      .flatMap(({ scopeSpans }) => scopeSpans)
      .flatMap((scope) => scope.spans);
  return { bodies, spans, url: `http://127.0.0.1:${port}`, close: () => server.close() };
}

const attributeOf = ({ attributes }: Span, name: string): unknown =>
  Object.values(attributes.find(({ key }) => key === name)?.value ?? {})[0];

test("requests and runs are traced and logged where somebody wants that, without what was asked and without secrets", async () => {
  const collector = await startCollector();
  const { vitrine, engine, stop } = await startScripted({
    env: {
      ...{ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_EXPORTER_OTLP_PROTOCOL: "http/json" },
      VITRINE_ACCESS_LOG: "on",
    },
  });
  engine.set({ pieces: ["said-", "in-confidence"] });
  const path = `${vitrine.url}/v1/models/tests/says/predictions`;
  const made = await post(path, { input: { say: "said-in-confidence" } });
  const { id } = await finished(vitrine.url, (await made.json()).id);
  await fetch(`${vitrine.url}/tests/says?say=asked-by-link`);
  await fetch(`${vitrine.url}/s/token-of-a-share`);
  await fetch(`${vitrine.url}/v1/account`, {
    headers: { authorization: "Bearer vt_not-a-good-one" },
  });
  await stop();
  collector.close();

  const spans = collector.spans();
  const noted = spans.filter((span) => attributeOf(span, "vitrine.prediction") === id);
  const run = noted.find(({ name }) => name === "run");
  if (!run) throw new Error(spans.map(({ name }) => name).join(", "));
  expect(attributeOf(run, "vitrine.state")).toBe("succeeded");
  expect(Number(attributeOf(run, "gen_ai.usage.output_tokens"))).toBeGreaterThan(0);
  const request = spans.filter(({ traceId }) => noted.some((span) => span.traceId === traceId));
  expect(request.map(({ name }) => name)).toContain("POST /v1/models/[owner]/[name]/predictions");

  const lines = vitrine
    .output()
    .split("\n")
    .filter((line) => line.includes('"request"'));
  const logged = lines.map((line) => JSON.parse(line));
  expect(logged).toContainEqual(
    expect.objectContaining({
      method: "POST",
      path: "/v1/models/tests/says/predictions",
      status: 201,
    }),
  );
  expect(logged).toContainEqual(expect.objectContaining({ path: "/s/…", status: 404 }));
  const told = [...collector.bodies, vitrine.output()].join("\n");
  expect(SECRETS.filter((secret) => told.includes(secret))).toEqual([]);
});
