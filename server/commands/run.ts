import fs from "node:fs";
import { EventSourceParserStream } from "eventsource-parser/stream";
import type { Prediction } from "#contract/prediction.ts";
import { TOKEN_VARIABLE } from "#contract/snippets/call.ts";
import { SettingError, secretFrom } from "#server/env.ts";
import { runningAddress } from "#server/launch/running-vitrine.ts";

type Schema = Record<string, { type?: string }>;

/**
 * `run OWNER/NAME [NAME=VALUE …]` of the command line: asks the Vitrine that runs, as any program would, and writes the
 * output as it comes. A value that is no text is JSON; `@FILE` is what a file says. Throws SettingError.
 */
export async function runRunCommand(model: string, values: string[]): Promise<void> {
  const address = runningAddress();
  if (!address) throw new SettingError("No Vitrine runs here: start it, or set PUBLIC_URL.");
  const base = `${address.replace(/\/$/, "")}/v1/models/${model}`;
  const { latest_version } = await ask<{
    latest_version: {
      openapi_schema: { components: { schemas: { Input: { properties: Schema } } } };
    };
  }>(base);
  const { properties } = latest_version.openapi_schema.components.schemas.Input;
  const input = Object.fromEntries(values.map((text) => readValue(text, properties)));
  const body = JSON.stringify({ input });
  const made = await ask<Prediction>(`${base}/predictions`, { method: "POST", body });
  await follow(made.urls.stream);
  process.stderr.write(`\n${made.urls.web}\n`);
}

function readValue(text: string, properties: Schema): [string, unknown] {
  const [, name = "", given = ""] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name === "") throw new SettingError(`${text}: write inputs as name=value.`);
  const value = given.startsWith("@") ? fs.readFileSync(given.slice(1), "utf8") : given;
  const type = properties[name]?.type ?? "string";
  if (type === "string") return [name, value];
  try {
    return [name, JSON.parse(value)];
  } catch {
    throw new SettingError(`${name}: is ${type}, so write it as JSON.`);
  }
}

const headers = (): Record<string, string> => {
  const token = secretFrom(TOKEN_VARIABLE);
  return {
    "content-type": "application/json",
    ...(token ? { authorization: `Bearer ${token}` } : {}),
  };
};

async function ask<Answer>(url: string, init: RequestInit = {}): Promise<Answer> {
  const answer = await fetch(url, { ...init, headers: headers() });
  if (answer.ok) return answer.json();
  const { detail } = (await answer.json()) as { detail?: string };
  throw new SettingError((detail ?? `It answered ${answer.status}.`).trim());
}

async function follow(url: string): Promise<void> {
  const answer = await fetch(url, { headers: headers() });
  const events = answer.body
    ?.pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream());
  for await (const { event, data } of events ?? []) {
    if (event === "output") process.stdout.write(data);
    if (event === "error") throw new SettingError(JSON.parse(data).detail);
    if (event === "done") return;
  }
  throw new SettingError("The stream broke off: the prediction goes on, its page has all of it.");
}
