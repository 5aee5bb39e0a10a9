import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import type { Prediction } from "#contract/prediction.ts";

type Delivery = { headers: IncomingHttpHeaders; body: string; prediction: Prediction };

/** Somebody's server that is told of predictions. */
export type WebhookReceiver = {
  url: string;
  deliveries: Delivery[];
  /** What it answers from now on; the last one again and again. */
  answer(...statuses: number[]): void;
  close(): Promise<void>;
};

export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const deliveries: Delivery[] = [];
  let statuses = [200];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    deliveries.push({ headers: request.headers, body, prediction: JSON.parse(body) });
    const [status = 200, ...rest] = statuses;
    if (rest.length > 0) statuses = rest;
    response.writeHead(status, { location: "/elsewhere" }).end("{}");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    ...{ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?secret=1` },
    deliveries,
    answer: (...next) => {
      statuses = next;
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
