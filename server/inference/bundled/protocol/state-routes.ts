import type { IncomingMessage, ServerResponse } from "node:http";
import type { Engine } from "../engine.ts";
import { RequestError } from "./errors.ts";
import { sendJson } from "./http.ts";

/** Whether requests are taken; models load when they are asked for. */
export function getHealth(engine: Engine, response: ServerResponse): void {
  if (engine.stopSignal.aborted) throw engine.stopSignal.reason;
  sendJson(response, 200, { status: "ok" });
}

/** llama-server's, of the model named by `?model=`. */
export function getProps(engine: Engine, request: IncomingMessage, response: ServerResponse): void {
  const id = new URL(request.url ?? "", "http://engine").searchParams.get("model") ?? "";
  const { runtime } = engine.pool.stateOf(id);
  if (!runtime) throw new RequestError("not_found_error", `There is no loaded model ${id} here.`);
  sendJson(response, 200, {
    build_info: runtime.build,
    total_slots: engine.settings.slots,
    n_ctx: runtime.contextLength,
    model_alias: id,
    chat_template: runtime.chatTemplate,
    environment: runtime.environments.with([]),
  });
}

/** Not llama-server's list of slots: how many are busy and how many requests wait, in all and on each loaded model. */
export function getSlots(engine: Engine, _: IncomingMessage, response: ServerResponse): void {
  const models = engine.pool.loaded.map(({ id, runtime }) => ({
    id,
    ...runtime?.scheduler.load,
  }));
  sendJson(response, 200, { total: engine.settings.slots, ...engine.load, models });
}

/** llama-server's names, in Prometheus' text format. */
export function getMetrics(engine: Engine, _: IncomingMessage, response: ServerResponse): void {
  const { counter, load } = engine;
  const { sums, steps, sequences } = counter;
  const counters: [string, string, number][] = [
    ["prompt_tokens_total", "Prompt tokens evaluated.", sums.promptTokens],
    ["prompt_seconds_total", "Time spent on prompts.", sums.promptSeconds],
    ["tokens_predicted_total", "Tokens generated.", sums.generatedTokens],
    ["tokens_predicted_seconds_total", "Time spent generating.", sums.generatedSeconds],
    ["n_decode_total", "Steps evaluated.", steps],
  ];
  const gauges: [string, string, number][] = [
    ["requests_processing", "Requests being generated.", load.running],
    ["requests_deferred", "Requests waiting for a slot.", load.waiting],
    ["n_busy_slots_per_decode", "Mean of sequences in a step.", steps ? sequences / steps : 0],
    [
      "prompt_tokens_seconds",
      "Prompt tokens a second.",
      rate(sums.promptTokens, sums.promptSeconds),
    ],
    [
      "predicted_tokens_seconds",
      "Generated tokens a second of a request.",
      rate(sums.generatedTokens, sums.generatedSeconds),
    ],
  ];
  const lines = [
    ...counters.map((entry) => metric("counter", entry)),
    ...gauges.map((entry) => metric("gauge", entry)),
  ];
  response.writeHead(200, { "content-type": "text/plain; version=0.0.4; charset=utf-8" });
  response.end(lines.join(""));
}

function metric(type: string, [name, help, value]: [string, string, number]): string {
  const full = `llamacpp:${name}`;
  return `# HELP ${full} ${help}\n# TYPE ${full} ${type}\n${full} ${value}\n`;
}

function rate(count: number, seconds: number): number {
  return seconds > 0 ? count / seconds : 0;
}
