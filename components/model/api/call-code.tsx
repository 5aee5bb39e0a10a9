import Link from "next/link";
import { shortVersion } from "#components/model/version-digits.ts";
import { CodePanel } from "#components/ui/code-panel.tsx";
import { TOKEN_VARIABLE } from "#contract/snippets/call.ts";
import { languageNames, type writeSnippets } from "#contract/snippets/languages.ts";

type Search = Record<string, string | string[] | undefined>;

type CallCodeProps = {
  written: ReturnType<typeof writeSnippets>;
  /** The version that the code asks, which need not be the latest. */
  model: { owner: string; name: string; version: string; isPrivate: boolean };
  /** Whose values the code holds. */
  origin: "example" | "address" | { prediction: string };
  /** The address's other parts, which every language keeps. */
  search: Search;
};

/** Programs that ask a model what its form would ask, in the language that the address names. */
export function CallCode({ written, model, origin, search }: CallCodeProps) {
  return (
    <section aria-labelledby="code">
      <h2 id="code" className="text-xl font-medium tracking-tight">
        Call it from a program
      </h2>
      <div className="mt-2 max-w-[44rem] space-y-2 text-muted text-pretty">
        <p>
          <Origin origin={origin} /> The code asks version{" "}
          <span className="code">{shortVersion(model.version)}</span>, which stays as it is whatever
          is published later. For the latest of the day, write{" "}
          <span className="code break-all">
            {model.owner}/{model.name}
          </span>{" "}
          alone.
        </p>
        <Token isPrivate={model.isPrivate} />
      </div>
      <LanguageTabs current={written.key} search={search} />
      {written.note && <p className="mt-6 max-w-[44rem] text-pretty">{written.note}</p>}
      {written.parts.map(({ title, note, code }) => (
        <div key={title} className="mt-6 max-w-[54rem]">
          <h3 className="font-medium">{title}</h3>
          {note && <p className="mt-1 max-w-[44rem] text-sm text-muted text-pretty">{note}</p>}
          <div className="mt-3">
            <CodePanel title={title} text={code} />
          </div>
        </div>
      ))}
    </section>
  );
}

function Origin({ origin }: Pick<CallCodeProps, "origin">) {
  if (origin === "example") return "With the inputs of the model’s example.";
  if (origin === "address") return "With the inputs that this page’s address holds.";
  return (
    <>
      With the inputs of{" "}
      <a href={`/p/${origin.prediction}`} className="link text-ink">
        one prediction
      </a>
      .
    </>
  );
}

function Token({ isPrivate }: { isPrivate: boolean }) {
  if (!isPrivate) return <p>Anybody may call this model: it needs no token.</p>;
  return (
    <p>
      This model is private: the code reads a token from the environment variable{" "}
      <span className="code">{TOKEN_VARIABLE}</span>. Make one that may run at{" "}
      <a href="/account" className="link text-ink">
        your account
      </a>
      .
    </p>
  );
}

/** Links, as what they choose is in the address and works without scripts. */
function LanguageTabs({ current, search }: { current: string; search: Search }) {
  return (
    <nav aria-label="Language" className="mt-6 overflow-x-auto">
      <ul className="flex w-max rounded-lg bg-sunken p-0.5">
        {languageNames.map(({ key, title }) => (
          <li key={key}>
            <Link
              href={hrefOf(key, search)}
              prefetch={false}
              scroll={false}
              aria-current={key === current ? "true" : undefined}
              className="flex min-h-11 items-center rounded-md px-3 text-sm text-muted hover:text-ink aria-[current]:bg-raised aria-[current]:text-ink aria-[current]:shadow-sm forced-colors:aria-[current]:underline sm:min-h-8"
            >
              {title}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function hrefOf(language: string, search: Search): string {
  const params = new URLSearchParams({ language });
  for (const [name, value] of Object.entries(search))
    for (const text of [value ?? []].flat()) params.append(name, text);
  return `?${params}`;
}
