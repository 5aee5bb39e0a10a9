import Link from "next/link";
import { shortVersion } from "#components/model/version-digits.ts";
import { logPath } from "#components/paths.ts";
import type { InvalidField } from "#contract/inputs/check-input.ts";
import { logSources, logStates } from "#contract/prediction-log.ts";
import { ChoiceFilter, DayFilter, FlagFilter, TextFilter } from "./log-filter-fields.tsx";
import { sourceNames, stateNames } from "./log-words.ts";

type LogFiltersProps = {
  model: { owner: string; name: string };
  versions: { id: string; createdAt: Date }[];
  /** As they stand in the address, right or wrong. */
  given: Record<string, string | string[] | undefined>;
  invalidFields: InvalidField[];
};

/** A plain form: what it filters by stands in the address. */
export function LogFilters({ model, versions, given, invalidFields }: LogFiltersProps) {
  const field = (name: string) => ({
    name,
    value: [given[name] ?? ""].flat()[0] ?? "",
    error: invalidFields.find((invalid) => invalid.field === name)?.description ?? null,
  });
  return (
    // Another address makes it anew: fields that were typed in would stay as they are.
    <form key={JSON.stringify(given)} action={logPath(model)} aria-label="Filters">
      <Misplaced model={model} invalidFields={invalidFields} />
      <div className="grid grid-cols-2 items-start gap-4 sm:grid-cols-6">
        <div className="col-span-2 sm:col-span-3">
          <TextFilter {...field("text")} label="Text in the input or output" />
        </div>
        <ChoiceFilter
          {...field("status")}
          label="Status"
          options={logStates.map((value) => ({ value, label: stateNames[value] }))}
        />
        <ChoiceFilter
          {...field("source")}
          label="Source"
          options={logSources.map((value) => ({ value, label: sourceNames[value] }))}
        />
        <div className="col-span-2 sm:col-span-1">
          <ChoiceFilter
            {...field("version")}
            label="Version"
            options={versions.map(({ id, createdAt }) => ({
              value: id,
              label: `${shortVersion(id)} of ${createdAt.toISOString().slice(0, 10)}`,
            }))}
          />
        </div>
        <DayFilter {...field("from")} label="First day, UTC" />
        <DayFilter {...field("to")} label="Last day, UTC" />
        <div className="col-span-2 flex flex-wrap gap-x-6 sm:mt-6.5">
          <FlagFilter {...field("violations")} label="Broke its rules" />
          <FlagFilter {...field("reported")} label="Reported" />
        </div>
        <div className="col-span-2 flex flex-wrap gap-2 sm:col-span-2 sm:mt-6.5">
          <button type="submit" className="button button-primary sm:min-h-10">
            Filter
          </button>
          {Object.values(given).some(Boolean) && (
            <Link
              href={logPath(model)}
              prefetch={false}
              className="button button-quiet sm:min-h-10"
            >
              Clear filters
            </Link>
          )}
        </div>
      </div>
    </form>
  );
}

/** For an address that was cut or mistyped where it says which page it is. */
function Misplaced({ model, invalidFields }: Pick<LogFiltersProps, "model" | "invalidFields">) {
  if (!invalidFields.some(({ field }) => field === "before" || field === "after")) return null;
  return (
    <p role="alert" className="mb-6 rounded-lg bg-danger-soft px-4 py-3 text-sm text-danger">
      This address names no page of the log.{" "}
      <a href={logPath(model)} className="link">
        Start from the newest
      </a>
      .
    </p>
  );
}
