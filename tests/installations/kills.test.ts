import fs from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "@playwright/test";
import { isFinished, type Prediction } from "#contract/prediction.ts";
import { type Headers, makeToken, signInOwner } from "../support/accounts.ts";
import { vitrineCommand } from "../support/command.ts";
import { type Installation, startInstallation, until } from "../support/installation.ts";
import { type Asked, type Load, read, startLoad } from "../support/load-history.ts";
import { copyShipped, withParts } from "../support/own-models.ts";
import { isRunning, type Role } from "../support/processes.ts";
import { randomNumbers } from "../support/random.ts";
import { databaseUrlOf, query } from "../support/sql.ts";
import { startWebhookReceiver, type WebhookReceiver } from "../support/webhook-receiver.ts";

/** A hundred by hand; each takes some seconds, as what keeps dying is started with growing pauses. */
const KILLS = Number(process.env.KILLS ?? 6);
const SEED = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000);
const CLIENTS = 8;
const ROLES: Role[] = ["web", "engine", "postgres"];
const MODEL = "tests/brief";

let vitrine: Installation;
let receiver: WebhookReceiver;
let program: Headers;

test.beforeAll(async () => {
  vitrine = await startInstallation({ env: { VITRINE_PRIVATE_WEBHOOKS: "allow" } });
  await vitrine.untilReady();
  receiver = await startWebhookReceiver();
  const owner = await signInOwner(vitrine.url, vitrine.dataFolder);
  program = await makeToken(owner, { scopes: ["run", "read"] }, vitrine.url);
  await publishBrief();
});

test.afterAll(async () => {
  await vitrine.stop();
  await receiver.close();
  fs.rmSync(vitrine.dataFolder, { recursive: true, force: true });
});

/** A model that writes for about a second. */
async function publishBrief() {
  const { home, folder } = await copyShipped("brief", "Counts on");
  const parts = withParts({
    inputs: [{ name: "to", type: "text", title: "Count to", maxLength: 9 }],
    output: { kind: "text" },
    prompt: "Counting to {{ to }}: 1, 2, 3, 4,",
    example: { to: "99" },
  });
  const changes = {
    ...parts,
    "model.yaml": (text: string) =>
      (parts["model.yaml"] ?? String)(text)
        .replace(/maxTokens: \d+/, "maxTokens: 40")
        .replace(/stop: .*/, "stop: []"),
  };
  for (const [file, change] of Object.entries(changes)) {
    const at = `${folder}/${file}`;
    fs.writeFileSync(at, change(fs.readFileSync(at, "utf8")));
  }
  const env = { VITRINE_DATA: vitrine.dataFolder };
  await vitrineCommand(["publish", folder, "--owner", "tests"], env);
  fs.rmSync(home, { recursive: true, force: true });
}

/** Kills one part after another, each a random number of accepted requests and a random moment after the one before. */
async function killAtRandom(load: Load) {
  const random = randomNumbers(SEED);
  for (let kill = 0; kill < KILLS; kill += 1) {
    await load.accepted(1 + Math.floor(random() * 5));
    await sleep(random() * 500);
    const role = ROLES[Math.floor(random() * ROLES.length)] ?? "web";
    const pid = await pidOf(role);
    process.kill(pid, "SIGKILL");
    await until(() => !isRunning(pid));
  }
}

/** What was killed is being started again. */
async function pidOf(role: Role): Promise<number> {
  let pid = 0;
  await until(
    () => {
      try {
        pid = vitrine.pid(role);
        return true;
      } catch {
        return false;
      }
    },
    () => `no ${role} came back:\n${vitrine.output()}`,
  );
  return pid;
}

test(`nothing that was accepted is lost, doubled or left hanging over ${KILLS} kills under load`, async () => {
  test.setTimeout(300_000 + KILLS * 30_000);
  const body = {
    ...{ input: { to: "99" }, webhook: receiver.url, webhook_events_filter: ["completed"] },
  };
  const target = { url: vitrine.url, model: MODEL, headers: program, body };
  const load = startLoad(target, CLIENTS);
  await killAtRandom(load);
  await load.accepted(1);
  await load.stop();
  await vitrine.untilReady();

  const accepted = load.history.filter((asked) => asked.accepted.length > 0);
  expect(accepted.length).toBeGreaterThan(KILLS);
  const ends = new Map<string, Prediction>();
  for (const asked of accepted) {
    const end = await endOf(asked);
    ends.set(end.id, end);
    requireGrowth(asked, end);
  }
  await requireOneRowEach(accepted);
  await requireWebhooks(ends);
  const statuses = [...ends.values()].map(({ status }) => status);
  expect(statuses.filter((status) => status === "succeeded").length).toBeGreaterThan(0);
});

/** One request, one prediction, in an end state. */
async function endOf({ key, accepted }: Asked): Promise<Prediction> {
  const ids = new Set(accepted);
  expect(ids.size, `${key} with seed ${SEED} made ${[...ids]}`).toBe(1);
  const [id = ""] = ids;
  let end: Prediction | null = null;
  await until(
    async () => {
      end = (await read(vitrine.url, id, program)) ?? end;
      return end !== null && isFinished(end.status);
    },
    () => `${id} with seed ${SEED} did not end: ${JSON.stringify(end)}`,
  );
  return end as unknown as Prediction;
}

/** What was shown once is shown ever after, and more is only added behind it. */
function requireGrowth({ seen }: Asked, end: Prediction) {
  const last = [end.output ?? []].flat();
  for (const [index, chunks] of seen.entries()) {
    const next = seen[index + 1] ?? last;
    expect(next.slice(0, chunks.length), `${end.id} with seed ${SEED}`).toEqual(chunks);
  }
}

/** What nobody heard of ends as well, and no request has made a second prediction. */
async function requireOneRowEach(accepted: Asked[]) {
  const store = databaseUrlOf(vitrine.dataFolder);
  await until(async () => {
    const left = await query(store, "SELECT 1 FROM predictions WHERE completed_at IS NULL");
    return left.length === 0;
  });
  const keys = await query<{ id: string }>(
    store,
    "SELECT prediction_id AS id FROM idempotency_keys",
  );
  const made = await query<{ id: string }>(
    store,
    "SELECT p.id FROM predictions p JOIN models m ON m.id = p.model_id WHERE m.name = 'brief' AND p.source = 'api'",
  );
  const idsOf = (rows: { id: string }[]) => rows.map(({ id }) => id).toSorted();
  expect(idsOf(made)).toEqual(idsOf(keys));
  expect(idsOf(made)).toEqual(
    expect.arrayContaining(accepted.map((asked) => asked.accepted[0] ?? "")),
  );
}

/** Each is told of at least once, with the end that it has. */
async function requireWebhooks(ends: Map<string, Prediction>) {
  const told = () => new Map(receiver.deliveries.map((each) => [each.prediction.id, each]));
  const missing = () => [...ends.keys()].filter((id) => !told().has(id));
  await until(
    () => missing().length === 0,
    () => `with seed ${SEED} nobody was told of ${missing().join(", ")}`,
  );
  for (const { prediction } of told().values()) {
    const end = ends.get(prediction.id);
    if (end) expect([prediction.status, prediction.output]).toEqual([end.status, end.output]);
  }
}
