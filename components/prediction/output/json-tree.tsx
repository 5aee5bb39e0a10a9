import { Icon } from "#components/ui/icon.tsx";
import type { JsonValue } from "#contract/json.ts";

/** Levels that are open at first. */
const openLevels = 2;
/** Deeper than anybody unfolds, and than a page should be nested. */
const levelMax = 40;

/** JSON that folds. */
export function JsonTree({ value }: { value: JsonValue }) {
  return (
    <div className="code overflow-x-auto">
      <Branch name={null} value={value} level={0} />
    </div>
  );
}

type BranchProps = { name: string | null; value: JsonValue; level: number };

function Branch({ name, value, level }: BranchProps) {
  const label = name !== null && <span className="text-muted">{name}: </span>;
  if (typeof value !== "object" || value === null || level > levelMax)
    return (
      <p className="py-0.5 break-words whitespace-pre-wrap">
        {label}
        <Leaf value={value} />
      </p>
    );
  const entries = Object.entries(value);
  if (entries.length === 0)
    return (
      <p className="py-0.5">
        {label}
        {Array.isArray(value) ? "[ ]" : "{ }"}
      </p>
    );
  return (
    <details open={level < openLevels} className="group/branch">
      <summary className="flex min-h-8 items-center gap-1.5 rounded-md hover:bg-sunken">
        <span className="motion-safe:transition-transform group-open/branch:rotate-90">
          <Icon name="chevron" />
        </span>
        {label}
        <span className="text-muted">{sizeOf(value, entries.length)}</span>
      </summary>
      <ul className="ml-2 border-l border-line pl-4">
        {entries.map(([key, part]) => (
          <li key={key}>
            <Branch
              name={Array.isArray(value) ? String(Number(key) + 1) : key}
              value={part}
              level={level + 1}
            />
          </li>
        ))}
      </ul>
    </details>
  );
}

function sizeOf(value: JsonValue, count: number): string {
  const thing = Array.isArray(value) ? "entry" : "key";
  if (count === 1) return `1 ${thing}`;
  return `${count} ${thing === "entry" ? "entries" : "keys"}`;
}

function Leaf({ value }: { value: JsonValue }) {
  if (typeof value === "string") return value;
  return <span className="text-accent">{JSON.stringify(value)}</span>;
}
