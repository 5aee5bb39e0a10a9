import { CodePanel } from "#components/ui/code-panel.tsx";
import { jsonSchema } from "#contract/api/document.ts";
import { HEADERS, type Operation } from "#contract/api/operation.ts";
import { describeInputs, type InputRow } from "#contract/inputs/describe-schema.ts";
import type { JsonSchema } from "#contract/json.ts";

/** What one address does, what it takes, and a command that asks it. */
export function OperationSection({ operation }: { operation: Operation }) {
  const { id, method, path, summary, description, answer } = operation;
  const type = operation.body?.type ?? "application/json";
  return (
    <section aria-labelledby={id} className="border-t border-line py-10">
      <h3 id={id} className="scroll-mt-6 text-lg font-medium">
        <a href={`#${id}`} className="hover:underline">
          {summary}
        </a>
      </h3>
      <p className="code mt-2 break-all">
        <span className="font-medium">{method}</span> {path}
      </p>
      {description && <p className="mt-3 max-w-[44rem] text-muted text-pretty">{description}</p>}
      <div className="mt-5 max-w-[54rem]">
        <CodePanel title={summary} text={operation.curl} />
      </div>
      <Fields title="Headers" rows={headerRows(operation)} />
      <Fields title="Search" rows={rowsOf(operation.query)} />
      <Fields
        title={type === "application/json" ? "Body" : `Body, as ${type}`}
        rows={rowsOf(operation.body?.schema)}
      />
      <p className="mt-5 text-sm text-muted">
        Answers <span className="code text-ink">{answer.status}</span>: {answer.description}
      </p>
    </section>
  );
}

type Row = Pick<InputRow, "name" | "type" | "isRequired" | "bounds" | "help">;

function Fields({ title, rows }: { title: string; rows: Row[] }) {
  if (rows.length === 0) return null;
  return (
    <div className="mt-6 max-w-[54rem]">
      <h4 className="text-sm text-muted">{title}</h4>
      <dl className="mt-1 text-sm">
        {rows.map(({ name, type, isRequired, bounds, help }) => (
          <div
            key={name}
            className="grid gap-x-6 gap-y-1 border-b border-line py-2.5 sm:grid-cols-[12rem_minmax(0,1fr)]"
          >
            <dt className="code break-words">{name}</dt>
            <dd className="text-pretty">
              <span className="text-muted">
                {[type, ...(isRequired ? ["required"] : []), ...bounds].filter(Boolean).join(", ")}
              </span>
              {help && <span className="mt-0.5 block">{help}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

const headerRows = ({ headers = [] }: Operation): Row[] =>
  headers.map((name) => ({
    ...{ name, type: "", isRequired: false, bounds: [] },
    help: HEADERS[name].replaceAll("`", ""),
  }));

/** Only what has fields has rows; a text is said by its type. */
function rowsOf(schema: Parameters<typeof jsonSchema>[0] | undefined): Row[] {
  if (!schema) return [];
  return describeInputs(jsonSchema(schema) as JsonSchema, false);
}
