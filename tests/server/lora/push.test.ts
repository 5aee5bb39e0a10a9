import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { expect } from "@playwright/test";
import { vitrineCommand } from "../../support/command.ts";
import { type FakeHub, startFakeHub } from "../../support/fake-hub.ts";
import { test } from "../../support/lora-test.ts";

const TOKEN = "hf_a-token-that-may-write";

let hub: FakeHub;
test.beforeEach(async () => {
  hub = await startFakeHub(TOKEN);
});
test.afterEach(() => hub.close());

const push = (args: string[], token = TOKEN) =>
  vitrineCommand(["push", ...args], { HF_ENDPOINT: hub.url, HF_TOKEN: token });

test("an adapter is pushed to a new repository, whole and with a card that says what it is", async ({
  prepare,
}) => {
  const { folder } = await prepare({ more: { use_rslora: true } });
  const said = await push([folder, "ada/support-tone", "--private"]);
  expect(said).toContain("Pushing 100 %");
  expect(said).toContain(`It is at ${hub.url}/ada/support-tone`);
  expect(hub.repos.get("ada/support-tone")).toEqual({ isPrivate: true });
  const [commit] = hub.commits;
  expect(commit?.summary).toBe("Upload lora");
  const weights = fs.readFileSync(path.join(folder, "adapter_model.safetensors"));
  const digest = createHash("sha256").update(weights).digest("hex");
  expect(commit?.large.get("adapter_model.safetensors")).toBe(digest);
  expect(hub.objects.get(digest)?.equals(weights)).toBe(true);
  const config = fs.readFileSync(path.join(folder, "adapter_config.json"), "utf8");
  expect(commit?.files.get("adapter_config.json")).toBe(config);
  const card = commit?.files.get("README.md");
  expect(card).toContain("base_model: tests/tiny\nlibrary_name: peft");
  expect(card).toContain("| kind | rsLoRA |");
  expect(said).not.toContain(TOKEN);
});

test("pushed once more it goes to the same repository, with the card that its folder has", async ({
  prepare,
}) => {
  const { folder } = await prepare();
  fs.writeFileSync(path.join(folder, "README.md"), "# Mine\n");
  hub.repos.set("ada/support-tone", { isPrivate: false });
  await push([folder, "ada/support-tone"]);
  expect(hub.repos.get("ada/support-tone")).toEqual({ isPrivate: false });
  expect(hub.commits[0]?.files.get("README.md")).toBe("# Mine\n");
});

test("without a token, with a wrong one or without a hub nothing is pushed, and it says what to do", async ({
  prepare,
}) => {
  const { folder } = await prepare();
  expect(await push([folder, "ada/support-tone"], "")).toContain("Set HF_TOKEN to a token");
  expect(await push([folder, "ada/support-tone"], "hf_wrong")).toMatch(
    /does not let this token write to ada\/support-tone: make one there that may, and set HF_TOKEN/,
  );
  expect(await push([folder, "nowhere"])).toContain("write where it goes as organisation/name");
  hub.close();
  const away = { HF_ENDPOINT: "http://127.0.0.1:9", HF_TOKEN: TOKEN };
  expect(await vitrineCommand(["push", folder, "ada/x"], away)).toContain(
    "http://127.0.0.1:9 cannot be reached from this machine.",
  );
  expect(hub.commits).toEqual([]);
});
