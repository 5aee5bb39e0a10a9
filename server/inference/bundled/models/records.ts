import { readFileSync, writeFileSync } from "node:fs";
import type { z } from "zod";
import { log } from "../log.ts";

/** What is remembered in a file, by key. A file that is missing or not ours counts as empty; one that cannot be written is only a pity. */
export class Records<Schema extends z.ZodType> {
  constructor(
    private readonly path: string,
    private readonly schema: z.ZodRecord<z.ZodString, Schema>,
  ) {}

  get(key: string): z.infer<Schema> | null {
    return (this.read() as Record<string, z.infer<Schema>>)[key] ?? null;
  }

  set(key: string, value: z.infer<Schema>): void {
    try {
      writeFileSync(this.path, JSON.stringify({ ...this.read(), [key]: value }));
    } catch (error) {
      log("warn", "a record cannot be kept", { message: String(error) });
    }
  }

  private read(): object {
    try {
      return this.schema.parse(JSON.parse(readFileSync(this.path, "utf8")));
    } catch {
      return {};
    }
  }
}
