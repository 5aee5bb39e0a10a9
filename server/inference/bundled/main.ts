import { createServer } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { Engine } from "./engine.ts";
import { log } from "./log.ts";
import { answer } from "./protocol/routes.ts";
import { type EngineSettings, parseEngineSettings } from "./settings.ts";

function start(settings: EngineSettings): void {
  const engine = new Engine(settings);
  const server = createServer((request, response) => {
    answer(engine, request, response).catch((error) =>
      log("error", "bug", { message: String(error) }),
    );
  });
  server.on("error", (error) => {
    log("error", "cannot listen", { message: error.message });
    process.exit(1);
  });
  const { address } = settings;
  const listen = "socket" in address ? { path: address.socket } : address;
  server.listen(listen, () => {
    const bound = server.address();
    log("info", "listening", typeof bound === "object" ? { port: bound?.port } : { socket: bound });
    if (settings.preload === null) return;
    engine.pool.load(settings.preload, { isWanted: true }).catch((error) => {
      log("error", "not preloaded", { message: String(error) });
    });
  });

  let isEnding = false;
  const end = async (reason: string) => {
    if (isEnding) return;
    isEnding = true;
    log("info", "ending", { reason });
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    const isIdle = await engine.stop();
    // Last events are still on their way to those who read.
    await Promise.race([closed, delay(300)]);
    // Exiting waits for native work that cannot be interrupted; killing does not.
    if (isIdle) process.exit(0);
    process.kill(process.pid, "SIGKILL");
  };
  for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => void end(signal));
  process.on("disconnect", () => void end("parent gone"));
}

// The library tests a native build in a fork, which would load our TypeScript loader for nothing.
process.execArgv = [];

try {
  // biome-ignore lint/style/noProcessEnv: the engine is a program of its own, with an environment of its own.
  start(parseEngineSettings(process.env));
} catch (error) {
  log("error", "wrong settings", { message: error instanceof Error ? error.message : "unknown" });
  process.exitCode = 1;
}
