import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** `first` knows only POST, `python` takes ids, `coglet` streams as well. */
export type CogGeneration = "first" | "python" | "coglet";

type Switches = {
  status: string;
  pieces: string[];
  /** How a prediction ends; `refused` and `full` never begin one. */
  ending: "succeeded" | "failed" | "canceled" | "refused" | "full" | "never";
  inputs: Record<string, { type?: string }>;
};

const AT_FIRST: Switches = {
  status: "READY",
  pieces: ["hello", " world"],
  ending: "succeeded",
  inputs: {
    ...{ prompt: { type: "string" }, max_new_tokens: { type: "integer" } },
    ...{ temperature: { type: "number" }, top_p: { type: "number" }, top_k: { type: "integer" } },
    ...{ seed: { type: "integer" }, stop_sequences: { type: "string" } },
    ...{ prompt_template: { type: "string" } },
  },
};

/** A Cog container of one generation. */
export type FakeCog = {
  url: string;
  set(switches: Partial<Switches>): void;
  /** Method, path and input of every prediction it was asked for. */
  predictions: { method: string; path: string; input: Record<string, unknown> }[];
  cancels: string[];
  disconnects(): number;
  close(): Promise<void>;
};

type Fake = Pick<FakeCog, "predictions" | "cancels"> & {
  generation: CogGeneration;
  switches: Switches;
  disconnects: number;
};

export async function startFakeCog(generation: CogGeneration): Promise<FakeCog> {
  const fake: Fake = {
    ...{ generation, switches: AT_FIRST, disconnects: 0, predictions: [], cancels: [] },
  };
  const server = createServer((request, response) => void answer(fake, request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    set: (next) => {
      fake.switches = { ...AT_FIRST, ...next };
    },
    ...{ predictions: fake.predictions, cancels: fake.cancels },
    disconnects: () => fake.disconnects,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

async function answer(fake: Fake, request: IncomingMessage, response: ServerResponse) {
  let text = "";
  for await (const chunk of request) text += chunk;
  const path = request.url ?? "";
  const method = request.method ?? "";
  const canceled = /^\/predictions\/([^/]+)\/cancel$/.exec(path)?.[1];
  if (canceled) {
    fake.cancels.push(canceled);
    return sendJson(response, 200, {});
  }
  if (method !== "GET" && path.startsWith("/predictions"))
    return predict(fake, { method, path, body: JSON.parse(text), request }, response);
  answerAboutItself(fake, path, response);
}

function answerAboutItself({ generation, switches }: Fake, path: string, response: ServerResponse) {
  if (path === "/") return sendJson(response, 200, { cog_version: "0.22.0" });
  if (path === "/openapi.json") return sendJson(response, 200, openApi(generation, switches));
  if (path === "/health-check" && generation !== "first")
    return sendJson(response, 200, { status: switches.status, setup: { logs: "a secret" } });
  sendJson(response, 404, { detail: "Not Found" });
}

function openApi(generation: CogGeneration, { inputs }: Switches) {
  const required = Object.keys(inputs).filter((name) => !("default" in (inputs[name] ?? {})));
  const post = generation === "coglet" ? { "x-cog-streaming": true } : {};
  return {
    openapi: "3.0.2",
    paths: {
      "/predictions": { post },
      ...(generation === "first" ? {} : { "/predictions/{prediction_id}": { put: {} } }),
    },
    components: { schemas: { Input: { type: "object", properties: inputs, required } } },
  };
}

type Asked = {
  method: string;
  path: string;
  body: { input: Record<string, unknown> };
  request: IncomingMessage;
};

function predict(fake: Fake, { method, path, body, request }: Asked, response: ServerResponse) {
  const { switches, generation } = fake;
  fake.predictions.push({ method, path, input: body.input });
  response.on("close", () => {
    if (!response.writableFinished) fake.disconnects += 1;
  });
  if (generation === "first" && path !== "/predictions")
    return sendJson(response, 404, { detail: "Not Found" });
  const unknown = Object.keys(body.input).find((name) => !(name in switches.inputs));
  if (switches.ending === "refused" || unknown)
    return sendJson(response, 422, { detail: [{ loc: ["body", "input", unknown], msg: "no" }] });
  if (switches.ending === "full")
    return sendJson(response, 409, { error: "At capacity", status: "failed" });
  const wantsStream = request.headers.accept === "text/event-stream";
  if (generation === "coglet" && wantsStream) return stream(switches, response);
  if (switches.ending !== "never") sendJson(response, 200, ended(switches));
}

const ended = ({ ending, pieces }: Switches) => ({
  status: ending,
  output: ending === "succeeded" ? pieces : null,
  error: ending === "failed" ? "CUDA out of memory" : null,
  metrics: { predict_time: 1, input_token_count: 3, output_token_count: 2 },
});

function stream(switches: Switches, response: ServerResponse) {
  response.writeHead(200, { "content-type": "text/event-stream" });
  const send = (event: string, data: unknown) =>
    response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  send("start", { id: "p", status: "processing" });
  send("log", { source: "stdout", data: "thinking" });
  for (const [index, chunk] of switches.pieces.entries()) {
    response.write(": keep-alive\n\n");
    send("output", { chunk, index });
  }
  if (switches.ending === "never") return;
  send("metric", { name: "output_token_count", value: 2, mode: "replace" });
  send("completed", ended(switches));
  response.end();
}

function sendJson(response: ServerResponse, status: number, body: unknown) {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
