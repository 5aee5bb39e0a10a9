import { defineConfig } from "prisma/config";

// `prisma generate` asks for the schema engine without using it; migrations run in process (server/launch/migrations.ts).
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({
  schema: "schema.prisma",
  migrations: { path: "migrations" },
  datasource: { url: process.env.DATABASE_URL ?? "postgresql://unset" },
});
