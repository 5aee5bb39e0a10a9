import fs from "node:fs";
import { expect, test } from "@playwright/test";
import { dialects } from "#server/inference/dialects.ts";
import type { GenerateRequest } from "#server/inference/engine.ts";
import { openAiEngine } from "#server/inference/openai.ts";
import { startInstallation } from "../../support/installation.ts";

test("the app's client and the bundled engine understand each other, call by call", async () => {
  const vitrine = await startInstallation();
  await vitrine.untilReady();
  const environment = fs.readFileSync(`/proc/${vitrine.pid("engine")}/environ`, "utf8").split("\0");
  const settingOf = (name: string) =>
    environment.find((entry) => entry.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
  const url = `http://127.0.0.1:${settingOf("VITRINE_ENGINE_PORT")}`;
  const engine = openAiEngine(dialects.bundled, { url, token: settingOf("VITRINE_ENGINE_TOKEN") });

  const [model] = await engine.models();
  expect(model).toMatchObject({ state: { kind: "ready" }, contextLength: 2048, slots: 8 });
  if (!model) return;
  const { target } = model;
  const request: GenerateRequest = {
    ...{ id: "p", target, constraint: { kind: "grammar", syntax: "gbnf", text: 'root ::= "yes"' } },
    segments: [{ kind: "text", text: "Is water wet? <|im_end|>" }],
    sampling: {
      ...{ maxTokens: 8, temperature: 0, topP: 1, topK: 0, minP: 0 },
      ...{ repetitionPenalty: 1, seed: 7, stop: [] },
    },
  };
  let text = "";
  for await (const event of engine.generate(request, new AbortController().signal)) {
    if (event.type === "delta") text += event.text;
    else expect(event.promptTokens).toEqual(await engine.tokenize(target, request.segments));
  }
  expect(text).toBe("yes");
  await vitrine.stop();
});
