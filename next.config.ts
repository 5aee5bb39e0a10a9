import type { NextConfig } from "next";
import { FILE_POLICY } from "./server/security-policy.ts";

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
      headers: [
        { key: "Content-Security-Policy", value: FILE_POLICY }, // a page has one of its own: proxy.ts
        { key: "X-Content-Type-Options", value: "nosniff" },
        { key: "Referrer-Policy", value: "no-referrer" },
        { key: "Cross-Origin-Opener-Policy", value: "same-origin" },
        { key: "Cross-Origin-Resource-Policy", value: "same-origin" },
        { key: "Permissions-Policy", value: "camera=(), microphone=(), geolocation=()" },
      ],
    },
    {
      source: "/s/:path*",
      headers: [{ key: "X-Robots-Tag", value: "noindex, nofollow, noarchive" }],
    },
  ],
};

export default config;
