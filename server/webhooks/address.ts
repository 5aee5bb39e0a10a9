import { lookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { env } from "#server/env.ts";
import { invalidInput } from "#server/problem.ts";

/** Networks that are not the public internet (IANA's special-purpose registries), by family. */
const PRIVATE: Record<"ipv4" | "ipv6", string[]> = {
  ipv4: [
    ...["0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16"],
    ...["172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16"],
    ...["198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3"],
  ],
  // Also those that carry IPv4 addresses within them, as what these lead to is not seen here. But for ::ffff:0:0/96: the
  // list takes addresses of that for the IPv4 ones that they hold.
  ipv6: [
    ...[
      "::/96",
      "::ffff:0:0:0/96",
      "64:ff9b::/16",
      "100::/8",
      "2001::/23",
      "2001:db8::/32",
      "2002::/16",
      "3fff::/20",
    ],
    ...["fc00::/7", "fe80::/9", "ff00::/8"],
  ],
};

const blocked = new BlockList();
for (const family of ["ipv4", "ipv6"] as const)
  for (const network of PRIVATE[family]) {
    const [address = "", bits] = network.split("/");
    blocked.addSubnet(address, Number(bits), family);
  }

/** Whether an IP address is one that everybody on the internet reaches. */
export const isPublicAddress = (address: string): boolean =>
  !blocked.check(address, isIP(address) === 6 ? "ipv6" : "ipv4");

const mayBePrivate = (): boolean => env().VITRINE_PRIVATE_WEBHOOKS === "allow";

/** Throws a 422 Problem for an address that nothing will ever be sent to. What a name leads to is seen when it is sent. */
export function requireWebhookAddress(url: string): void {
  const { hostname, username, password } = new URL(url);
  const host = bareHost(hostname);
  const isOurs = host === "localhost" || host.endsWith(".localhost");
  const complaint =
    username || password
      ? "holds a password: leave it out, deliveries are signed"
      : (isOurs || (isIP(host) && !isPublicAddress(host))) && !mayBePrivate()
        ? "leads into a private network: give one that the internet reaches, or have the owner set VITRINE_PRIVATE_WEBHOOKS=allow"
        : null;
  if (complaint)
    throw invalidInput([{ type: "invalid", field: "webhook", description: complaint }]);
}

/** A name leads somewhere that nothing may be sent to. */
export class PrivateAddressError extends Error {
  override name = "PrivateAddressError";
}

/** Throws PrivateAddressError for a host that is written as an address and private: no name is looked up for it. */
export function requirePublicHost(hostname: string): void {
  const host = bareHost(hostname);
  if (isIP(host) && !isPublicAddress(host) && !mayBePrivate()) throw new PrivateAddressError();
}

/** Looks a name up for a connection, which is then made to the very address that was checked here. */
export const lookupPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, "");
    const [first] = addresses;
    if (!first || (!mayBePrivate() && !addresses.every(({ address }) => isPublicAddress(address))))
      return callback(new PrivateAddressError(), "");
    if (options.all) return callback(null, addresses);
    callback(null, first.address, first.family);
  });
};

/** IPv6 stands in brackets in a URL. */
const bareHost = (hostname: string): string => hostname.replace(/^\[(.*)\]$/, "$1");
