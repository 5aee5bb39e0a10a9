import { ProxyTracerProvider, trace } from "@opentelemetry/api";
import { registerOTel } from "@vercel/otel";
import { env } from "./env.ts";

/** What Next and other libraries note of a span that may hold a visitor's text or the secret of a link. */
const TELLING = /(?:^|\.)(?:target|url|full|query|referer|message|stacktrace)$/;

type Attributes = Record<string, unknown>;
type EndedSpan = { attributes: Attributes; events: { attributes?: Attributes }[] };

/** Sends traces by OTLP over HTTP where OTEL_EXPORTER_OTLP_ENDPOINT says to, as OpenTelemetry's own settings have it. */
export function startTracing(): void {
  if (!env().OTEL_EXPORTER_OTLP_ENDPOINT) return;
  const censor = { onStart() {}, onEnd: takeOutTexts, shutdown: done, forceFlush: done };
  registerOTel({
    ...{ serviceName: "vitrine", autoDetectResources: false },
    ...{ instrumentations: [], attributesFromHeaders: {} },
    spanProcessors: [censor, "auto"],
  });
}

const done = (): Promise<void> => Promise.resolve();

/** An address holds what a form was filled with, or opens a share; an error's message may quote either. */
function takeOutTexts({ attributes, events }: EndedSpan): void {
  for (const each of [attributes, ...events.map((event) => event.attributes ?? {})])
    for (const key of Object.keys(each)) if (TELLING.test(key)) delete each[key];
}

/** Sends what has not been sent yet; does nothing where nothing is traced. */
export async function flushTraces(): Promise<void> {
  const provider = trace.getTracerProvider();
  const sending = provider instanceof ProxyTracerProvider ? provider.getDelegate() : provider;
  if ("forceFlush" in sending) await (sending.forceFlush as () => Promise<void>)();
}

/** Notes on the request that is being answered which prediction it has made. */
export function traceCreation(predictionId: string): void {
  trace.getActiveSpan()?.setAttribute("vitrine.prediction", predictionId);
}

/**
 * Records a run as a span that ends now, by OpenTelemetry's conventions for generative AI. Neither what was asked nor what
 * came out is in it: the prediction's id leads to both, for those who may see them.
 */
export function traceRun(
  { id, versionId, attempt, waitedMs }: { id: string; versionId: string } & RunTimes,
  end: RunEnd,
): void {
  const now = Date.now();
  const span = trace.getTracer("vitrine").startSpan("run", {
    startTime: now - end.predictMs,
    attributes: {
      "gen_ai.operation.name": "text_completion",
      "gen_ai.usage.input_tokens": end.tokensIn ?? 0,
      "gen_ai.usage.output_tokens": end.tokensOut ?? 0,
      ...(end.finishReason ? { "gen_ai.response.finish_reasons": [end.finishReason] } : {}),
      ...(end.errorCode ? { "error.type": end.errorCode } : {}),
      ...{ "vitrine.prediction": id, "vitrine.version": versionId, "vitrine.state": end.state },
      ...{ "vitrine.attempt": attempt, "vitrine.waited_ms": waitedMs },
    },
  });
  if (end.firstTokenMs !== null)
    span.addEvent("first token", now - end.predictMs + end.firstTokenMs - waitedMs);
  span.end(now);
}

type RunTimes = { attempt: number; waitedMs: number };
type RunEnd = {
  state: string;
  errorCode: string | null;
  finishReason: string | null;
  tokensIn: number | null;
  tokensOut: number | null;
  /** From the prediction's creation. */
  firstTokenMs: number | null;
  predictMs: number;
};
