import { createServer } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { LoadedEngine } from "./engine.ts";
import { log } from "./log.ts";
import { answer } from "./routes.ts";
import { type EngineSettings, parseEngineSettings } from "./settings.ts";

function start(settings: EngineSettings): void {
  const engine = new LoadedEngine(settings);
  const server = createServer((request, response) => {
    answer(engine, request, response).catch((error) =>
      log("error", "bug", { message: String(error) }),
    );
  });
  server.on("error", (error) => {
    log("error", "cannot listen", { message: error.message });
    process.exit(1);
  });
  server.listen(settings.port, "127.0.0.1", () => {
    const address = server.address();
    log("info", "listening", { port: typeof address === "object" ? address?.port : null });
    engine.load().catch((error) => log("error", "bug", { message: String(error) }));
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
