import type { ExampleCard, ExampleRequest } from "#contract/example.ts";
import { checkInput } from "#contract/inputs/check-input.ts";
import type { InputValues } from "#contract/inputs/values.ts";
import type { Prediction } from "#contract/prediction.ts";
import { requireMayManage, type Viewer } from "./access.ts";
import { actorOf, record } from "./audit.ts";
import { database } from "./database.ts";
import { canonicalJson } from "./digest.ts";
import { isId, newId } from "./ids.ts";
import { type FoundRow, findRow, findRows } from "./prediction-row.ts";
import { present } from "./predictions.ts";
import { invalidInput, notFound, Problem } from "./problem.ts";
import { findExampleId, getLatestVersion, type Version } from "./versions.ts";

const EXAMPLES_MAX = 100;

type Address = { owner: string; name: string };
type Stored = { id: string; title: string; prediction: Prediction };

/**
 * Puts a prediction on its model's page. Throws a 404 Problem for who does not manage the model, a 403 for a token that is
 * not for that, a 422 for a prediction that shows nothing of it, and a 409 for one that is there already.
 */
export async function createExample(
  model: Address,
  { prediction, title }: ExampleRequest,
  viewer: Viewer,
): Promise<{ id: string; title: string; prediction: Prediction }> {
  requireMayManage(viewer, model);
  const row = await getFeaturable(model, prediction, viewer);
  await requireRoom(row);
  const id = newId();
  await database().$transaction(async (db) => {
    const [stored] = await db.$queryRaw<unknown[]>`
      WITH chosen AS MATERIALIZED (
        SELECT id, model_id FROM predictions
        WHERE id = ${row.id} AND deleted_at IS NULL FOR SHARE
      )
      INSERT INTO examples (id, model_id, prediction_id, title)
      SELECT ${id}, model_id, id, ${title} FROM chosen
      ON CONFLICT (prediction_id) DO NOTHING
      RETURNING id`;
    if (!stored) throw alreadyThere();
    await record(db, actorOf(viewer), "example.create", `${model.owner}/${model.name}`, { id });
  });
  return { id, title, prediction: await present({ ...row, isExample: true }, viewer) };
}

async function getFeaturable(model: Address, id: string, viewer: Viewer): Promise<FoundRow> {
  const row = isId(id) ? await findRow(id, viewer) : null;
  const problem = describeUnfit(model, row);
  if (!row || problem)
    throw invalidInput([
      { type: "invalid", field: "prediction", description: problem ?? "is none of this model's" },
    ]);
  if (row.isExample) throw alreadyThere();
  return row;
}

function describeUnfit({ owner, name }: Address, row: FoundRow | null): string | null {
  if (row?.owner !== owner || row.name !== name)
    return "is none of this model's: choose one that this model made";
  if (row.state !== "succeeded") return "did not succeed: choose one that did";
  if (row.isRaw) return "was asked with a prompt of its own: choose one that the form made";
  return row.input === null ? "has lost its input and output: choose another" : null;
}

async function requireRoom({ owner, name }: Address) {
  const count = await database().example.count({ where: { model: { owner, name } } });
  if (count < EXAMPLES_MAX) return;
  const detail = `This model has ${EXAMPLES_MAX} examples: remove one first.`;
  throw new Problem(409, "Too many examples", detail);
}

const alreadyThere = (): Problem =>
  new Problem(409, "Already there", "It is among the examples already: look at the model's page.");

/** Takes an example off its model's page; its prediction stays. Throws Problems as above. */
export async function deleteExample(model: Address, id: string, viewer: Viewer): Promise<void> {
  requireMayManage(viewer, model);
  const { owner, name } = model;
  await database().$transaction(async (db) => {
    const { count } = await db.example.deleteMany({ where: { id, model: { owner, name } } });
    if (count === 0) throw notFound();
    await record(db, actorOf(viewer), "example.delete", `${owner}/${name}`, { id });
  });
}

/** What a model's page shows as examples: those of its definition first, then what its manager added, in that order. Throws a 404 Problem where there is no such model for this viewer. */
export async function listExamples(
  { owner, name }: Address,
  viewer: Viewer,
): Promise<ExampleCard[]> {
  const version = await getLatestVersion(owner, name, viewer);
  const stored = await findStored(version, viewer);
  const defined = await definedExamples(version, stored, viewer);
  const taken = new Set(defined.map(({ id }) => id));
  const added = stored.filter(({ id }) => !taken.has(id));
  return [...defined, ...added.map((each) => cardOf(version, each))];
}

/** The predictions among a model's examples, in Replicate's shape; there are never so many that it takes a second page. */
export async function listExamplePredictions(model: Address, viewer: Viewer) {
  const cards = await listExamples(model, viewer);
  const results = cards.flatMap(({ prediction }) => (prediction ? [prediction] : []));
  return { previous: null, next: null, results };
}

async function findStored({ modelId }: Version, viewer: Viewer): Promise<Stored[]> {
  const examples = await database().example.findMany({
    where: { modelId },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
  });
  const rows = await findRows(
    examples.map(({ predictionId }) => predictionId),
    viewer,
  );
  const whole = new Map(rows.filter(({ input }) => input !== null).map((row) => [row.id, row]));
  const found = examples.map(async ({ id, title, predictionId }) => {
    const row = whole.get(predictionId);
    return row ? [{ id, title, prediction: await present(row, viewer) }] : [];
  });
  return (await Promise.all(found)).flat();
}

/** The definition's own, each with the prediction that was made or added for the very same inputs. */
async function definedExamples(
  version: Version,
  stored: Stored[],
  viewer: Viewer,
): Promise<ExampleCard[]> {
  const own = await findOwn(version, viewer);
  const { examples = [] } = version.definition;
  return examples.flatMap(({ title = "", input }, place) => {
    const checked = checkInput(version.definition, input);
    if (!checked.ok) return [];
    const added = stored.find(({ prediction }) => isSame(prediction.input, checked.values));
    if (added) return [{ ...cardOf(version, added), title: added.title || title }];
    const prediction = place === 0 ? own : null;
    return [{ id: null, title, input: checked.values, prediction, isOutdated: false }];
  });
}

/** The prediction that was made of a version's first example, once it has succeeded. */
async function findOwn(version: Version, viewer: Viewer): Promise<Prediction | null> {
  const id = await findExampleId(version.id);
  const row = id ? await findRow(id, viewer) : null;
  return row?.state === "succeeded" && row.input !== null ? present(row, viewer) : null;
}

const cardOf = (version: Version, { id, title, prediction }: Stored): ExampleCard => ({
  ...{ id, title, prediction, input: prediction.input },
  isOutdated: prediction.version !== version.id,
});

const isSame = (one: InputValues, other: InputValues): boolean =>
  canonicalJson(one) === canonicalJson(other);
