import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** How a fake engine behaves with the next completion. */
type Behaviour =
  | { kind: "answers"; chunks: string[] }
  | { kind: "errors"; status: number; body: string; headers?: Record<string, string> }
  | { kind: "errors mid-stream" }
  | { kind: "breaks off" }
  | { kind: "sends garbage" }
  | { kind: "hangs" };

/** An engine that speaks OpenAI's protocol and fails on demand. */
export type FakeEngine = {
  url: string;
  behave(behaviour: Behaviour): void;
  /** The bodies of the completions it was asked for. */
  requests: Record<string, unknown>[];
  /** How many callers went away before their answer's end. */
  disconnects(): number;
  close(): Promise<void>;
};

export async function startFakeEngine(): Promise<FakeEngine> {
  let behaviour: Behaviour = { kind: "answers", chunks: ["hello"] };
  let disconnects = 0;
  const requests: Record<string, unknown>[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    if (request.url === "/models") return sendModels(response);
    if (request.url === "/tokenize") return sendTokens(response, JSON.parse(body).content);
    requests.push(JSON.parse(body));
    response.on("close", () => {
      if (!response.writableFinished) disconnects += 1;
    });
    answer(behaviour, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    behave: (next) => {
      behaviour = next;
    },
    requests,
    disconnects: () => disconnects,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}

function sendModels(response: ServerResponse) {
  response.setHeader("content-type", "application/json");
  const model = { id: "base", status: { value: "loaded" }, meta: { n_ctx: 512, n_slots: 2 } };
  response.end(
    JSON.stringify({
      data: [model, { ...model, id: "other", status: { value: "loading", progress: 0.4 } }],
    }),
  );
}

/** One token a word. */
function sendTokens(response: ServerResponse, segments: { text: string }[]) {
  const words = segments.flatMap(({ text }) => text.split(" "));
  response.setHeader("content-type", "application/json");
  response.end(JSON.stringify({ tokens: words.map((_, index) => index) }));
}

function answer(behaviour: Behaviour, response: ServerResponse) {
  if (behaviour.kind === "errors") {
    response.writeHead(behaviour.status, behaviour.headers);
    response.end(behaviour.body);
    return;
  }
  response.writeHead(200, { "content-type": "text/event-stream" });
  const send = (data: unknown) => response.write(`data: ${JSON.stringify(data)}\n\n`);
  switch (behaviour.kind) {
    case "answers":
      for (const [token, text] of behaviour.chunks.entries())
        send({ choices: [{ text, tokens: [token], finish_reason: null }] });
      response.write(": ping\n\n");
      send({ choices: [{ text: "", finish_reason: "stop" }] });
      send({
        choices: [],
        usage: { prompt_tokens: 3, completion_tokens: behaviour.chunks.length },
      });
      response.end("data: [DONE]\n\n");
      return;
    case "errors mid-stream":
      send({ choices: [{ text: "half", tokens: [1], finish_reason: null }] });
      send({ error: { code: 500, message: "out of memory", type: "server_error" } });
      response.end();
      return;
    case "breaks off":
      send({ choices: [{ text: "half", tokens: [1], finish_reason: null }] });
      response.end();
      return;
    case "sends garbage":
      response.end("data: <html>nginx</html>\n\n");
      return;
    case "hangs":
      send({ choices: [{ text: "one", tokens: [1], finish_reason: null }] });
  }
}
