import { structuredPatch } from "diff";
import type { ModelDefinition } from "#contract/definition.ts";
import { describeSettings, describeValue, inWords } from "#contract/inputs/describe-declaration.ts";
import { offeredInputs } from "#contract/inputs/values.ts";
import type {
  DiffLine,
  FileDiff,
  VersionChange,
  VersionComparison,
  VersionFiles,
} from "#contract/version.ts";
import { mayInspect, type Viewer } from "./access.ts";
import { getVersionFiles, getVersionOf } from "./version-card.ts";
import type { Version } from "./versions.ts";

const CONTEXT_LINES = 3;
/** Lines that may differ before a comparison says no more than that: the work grows with their square. */
const EDITS_MAX = 1_000;
const DIGEST_DIGITS = 8;

/**
 * In what two versions of a model differ: what everybody may know, and for those who may inspect the model its files line
 * by line. Throws a 404 Problem where one of them is no version of it, or there is no such model for this viewer.
 */
export async function compareVersions(
  model: { owner: string; name: string },
  ids: { before: string; after: string },
  viewer: Viewer,
): Promise<VersionComparison> {
  const before = await getVersionOf({ ...model, id: ids.before }, viewer);
  const after = await getVersionOf({ ...model, id: ids.after }, viewer);
  const isOpen = mayInspect(viewer, before);
  return {
    before: { id: before.id, created_at: before.createdAt.toISOString() },
    after: { id: after.id, created_at: after.createdAt.toISOString() },
    changes: changesBetween(before.definition, after.definition),
    files: isOpen
      ? diffFiles(await getVersionFiles(before), await getVersionFiles(after))
      : diffReadme(before, after),
    hides_prompt: !isOpen && promptOf(before) !== promptOf(after),
  };
}

const promptOf = ({ definition }: Version): string => JSON.stringify(definition.prompt);

/** In what two definitions differ that everybody may know, in words. */
export function changesBetween(before: ModelDefinition, after: ModelDefinition): VersionChange[] {
  const [former, latter] = [factsOf(before), factsOf(after)];
  const names = [...new Set([...former.keys(), ...latter.keys()])];
  return names.flatMap((what) => {
    const change = { what, before: former.get(what) ?? null, after: latter.get(what) ?? null };
    return change.before === change.after ? [] : [change];
  });
}

/** What everybody may know of a version, in words and in the order in which it is told. */
function factsOf(definition: ModelDefinition): Map<string, string> {
  const { title, description, weights, adapter, sampling, output } = definition;
  const { links, visibility = "public", limits, retentionDays } = definition;
  const inputs = offeredInputs(definition.inputs);
  return new Map([
    ["Title", title],
    ["Description", description],
    ...settingFacts("Link", links ?? {}),
    ["Visibility when published", visibility],
    ...settingFacts("Limit", limits ?? {}),
    ...(retentionDays ? ([["Days until deletion", String(retentionDays)]] as const) : []),
    ...ingredientFacts("Weights", weights),
    ...(adapter ? ingredientFacts("Adapter", adapter) : []),
    ...(adapter ? ([["Strength of the adapter", String(adapter.scale)]] as const) : []),
    ["Context length", `${weights.contextLength} tokens`],
    ["Order of the inputs", inputs.map(({ name }) => name).join(", ")],
    ...inputs.flatMap(inputFacts),
    ["Output", describeSettings(output)],
    ...settingFacts("Sampling", sampling),
  ]);
}

const settingFacts = (what: string, settings: object) =>
  Object.entries(settings).map(
    ([key, value]) => [`${what}: ${inWords(key)}`, describeValue(value)] as const,
  );

function ingredientFacts(
  what: string,
  { name, license, sha256 }: { name: string; license: string; sha256?: string | undefined },
): [string, string][] {
  return [
    [what, sha256 ? `${name}, ${sha256.slice(0, DIGEST_DIGITS)}` : name],
    [`Licence of the ${what.toLowerCase()}`, license],
  ];
}

/** A fact for each key of its declaration. */
const inputFacts = ({ name, ...declaration }: ModelDefinition["inputs"][number]) =>
  Object.entries(declaration).map(
    ([key, value]) => [`Input ${name}: ${inWords(key)}`, describeValue(value)] as const,
  );

/** The files that differ between two states of a model's folder, line by line. */
export function diffFiles(before: VersionFiles, after: VersionFiles): FileDiff[] {
  const names = [...new Set([...before, ...after].map(({ name }) => name))];
  const textIn = (files: VersionFiles, name: string) =>
    files.find((file) => file.name === name)?.text ?? "";
  return names.flatMap((name) => diffOf(name, textIn(before, name), textIn(after, name)));
}

const diffReadme = (before: Version, after: Version): FileDiff[] =>
  diffOf("README.md", before.definition.readme ?? "", after.definition.readme ?? "");

function diffOf(name: string, before: string, after: string): FileDiff[] {
  if (before === after) return [];
  const options = { context: CONTEXT_LINES, maxEditLength: EDITS_MAX };
  const patch = structuredPatch(name, name, before, after, undefined, undefined, options);
  if (!patch) return [{ name, hunks: null }];
  const hunks = patch.hunks.map(({ newStart, lines }) => ({
    line: newStart,
    lines: lines.flatMap(readLine),
  }));
  return [{ name, hunks }];
}

const KINDS: Record<string, DiffLine["kind"]> = { " ": "same", "+": "added", "-": "removed" };

/** A patch also remarks on a missing line break at the end, which is no line. */
function readLine(line: string): DiffLine[] {
  const kind = KINDS[line.charAt(0)];
  return kind ? [{ kind, text: line.slice(1) }] : [];
}
