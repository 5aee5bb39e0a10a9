import type { Metadata } from "next";
import { CallCode } from "#components/model/api/call-code.tsx";
import { InputTable } from "#components/model/api/input-table.tsx";
import { OutputTable } from "#components/model/api/output-table.tsx";
import { ModelPage } from "#components/model/model-page.tsx";
import { describeInputs, maskSecrets } from "#contract/inputs/describe-schema.ts";
import { readValues } from "#contract/inputs/form-texts.ts";
import { inputJsonSchema } from "#contract/inputs/input-schema.ts";
import type { ModelForm } from "#contract/model.ts";
import { isWhole } from "#contract/outputs/declaration.ts";
import { writeSnippets } from "#contract/snippets/languages.ts";
import { absoluteUrl } from "#server/presentation.ts";
import { findFilledIn } from "../filled-in.ts";
import { loadModel } from "../load-model.ts";

type Props = PageProps<"/[owner]/[name]/api">;
type SearchParams = Awaited<Props["searchParams"]>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { owner, name } = await params;
  const model = await loadModel(owner, name);
  const robots = model.visibility === "public" ? undefined : { index: false };
  return { title: `API of ${model.title}`, robots };
}

export default async function ApiPage({ params, searchParams }: Props) {
  const { owner, name } = await params;
  const { language, ...search } = await searchParams;
  const model = await loadModel(owner, name);
  const rows = describeInputs(inputJsonSchema(model.inputs));
  const { version, values, origin } = await findValues(model, search);
  const isPrivate = model.visibility === "private";
  const written = writeSnippets([language].flat()[0], {
    ...{ address: absoluteUrl("/"), model: `${owner}/${name}`, version },
    ...{ input: maskSecrets(rows, values), needsToken: isPrivate },
    isWhole: isWhole(model.output),
  });
  return (
    <ModelPage model={model} tab="api">
      <CallCode
        written={written}
        model={{ owner, name, version, isPrivate }}
        origin={origin}
        search={search}
      />
      <InputTable
        rows={rows}
        schemaHref={`/v1/models/${owner}/${name}/versions/${model.version}`}
      />
      <OutputTable kind={model.output.kind} />
    </ModelPage>
  );
}

/** The values that the form would open with, who they are from, and the version that they were for. */
async function findValues(model: ModelForm, search: SearchParams) {
  const page = `/${model.owner}/${model.name}/api`;
  const { tweaked, prefilled } = await findFilledIn(model, search, page);
  const { version, example } = model;
  if (prefilled) {
    const values = readValues(model.inputs, prefilled);
    return { version, values, origin: "address" as const };
  }
  if (tweaked && !tweaked.data_removed)
    return { version: tweaked.version, values: tweaked.input, origin: { prediction: tweaked.id } };
  return { version, values: example.input, origin: "example" as const };
}
