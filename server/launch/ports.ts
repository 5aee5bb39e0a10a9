import { once } from "node:events";
import net from "node:net";
import { SettingError } from "#server/env.ts";

/** A port on loopback that nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as net.AddressInfo; // a TCP server has such an address while it listens
  server.close();
  await once(server, "close");
  return port;
}

/** Throws SettingError when the page could not be served there. */
export async function requireFree(port: number, host: string): Promise<void> {
  const server = net.createServer().listen(port, host);
  try {
    await once(server, "listening");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE")
      throw new SettingError(`Port ${port} is in use by another program: set PORT to a free one.`);
    throw new SettingError(
      `Nothing can listen on ${host}, port ${port} (${code}): check HOST and PORT.`,
    );
  }
  server.close();
  await once(server, "close");
}
