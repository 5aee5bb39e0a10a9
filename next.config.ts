import type { NextConfig } from "next";
import { SECURITY_HEADERS } from "./server/security-policy.ts";

const config: NextConfig = {
  poweredByHeader: false,
  // Native or process-wide packages: loaded from node_modules, never bundled.
  serverExternalPackages: [
    "pg",
    "pino",
    "@prisma/client",
    "@prisma/adapter-pg",
    "better-auth",
    "graphile-worker",
    "prom-client",
  ],
  // `npm run types` is the one place where types are checked.
  typescript: { ignoreBuildErrors: true },
  headers: async () => [
    {
      source: "/:path*",
      // A page's policy is another one: proxy.ts.
      headers: Object.entries(SECURITY_HEADERS).map(([key, value]) => ({ key, value })),
    },
    {
      source: "/s/:path*",
      headers: [{ key: "X-Robots-Tag", value: "noindex, nofollow, noarchive" }],
    },
  ],
};

export default config;
