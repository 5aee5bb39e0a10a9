import type { Metadata } from "next";
import { OperationSection } from "#components/reference/operation-section.tsx";
import { CodePanel } from "#components/ui/code-panel.tsx";
import { OPERATIONS } from "#contract/api/document.ts";
import { TOKEN_VARIABLE } from "#contract/snippets/call.ts";
import { absoluteUrl } from "#server/presentation.ts";

export const metadata: Metadata = { title: "API" };
// The address is known when the server runs, not when it is built.
export const dynamic = "force-dynamic";

export default function ApiPage() {
  const { origin } = new URL(absoluteUrl("/"));
  const groups = [...new Set(OPERATIONS.map(({ group }) => group))];
  return (
    <div className="mx-auto max-w-6xl px-4 pt-8 sm:px-8 sm:pt-12">
      <h1 className="text-3xl font-medium tracking-tight sm:text-4xl">API</h1>
      <div className="mt-3 max-w-[44rem] space-y-3 text-lg text-muted text-pretty">
        <p>
          Whatever a page does here, a program can do. Replicate’s clients work unmodified at{" "}
          <span className="code break-words text-ink">{origin}/v1</span>, and OpenAI’s at{" "}
          <span className="code break-words text-ink">{origin}/openai/v1</span>.
        </p>
        <p>
          What is public needs no token; the rest needs one from{" "}
          <a href="/account" className="link text-ink">
            your account
          </a>
          . For machines, all of this is{" "}
          <a href="/v1/openapi.json" className="link text-ink">
            an OpenAPI document
          </a>
          . The code of one model, with its inputs filled in, is on the model’s own API tab.
        </p>
      </div>
      <div className="mt-8 max-w-[54rem]">
        <CodePanel
          title="Where the commands below find this server"
          text={`export VITRINE=${origin}\nexport ${TOKEN_VARIABLE}=vt_…`}
        />
      </div>
      <nav aria-label="On this page" className="mt-10 grid gap-8 sm:grid-cols-2 lg:grid-cols-3">
        {groups.map((group) => (
          <div key={group}>
            <h2 className="font-medium">{group}</h2>
            <ul className="mt-1 text-sm text-muted">
              {inGroup(group).map(({ id, summary }) => (
                <li key={id}>
                  <a href={`#${id}`} className="inline-flex min-h-8 items-center hover:text-ink">
                    {summary}
                  </a>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </nav>
      {groups.map((group) => (
        <div key={group} className="mt-14">
          <h2 className="mb-6 text-2xl font-medium tracking-tight">{group}</h2>
          {inGroup(group).map((operation) => (
            <OperationSection key={operation.id} operation={operation} />
          ))}
        </div>
      ))}
    </div>
  );
}

const inGroup = (wanted: string) => OPERATIONS.filter(({ group }) => group === wanted);
