import http from "node:http";

/** A server that refuses everything, in a process of its own: what a refusal costs at least. It tells its port. */
const server = http.createServer((_request, response) => {
  response.writeHead(429, { "content-type": "application/json" }).end("{}");
});
server.listen(0, "127.0.0.1", () => process.send?.(server.address()));
