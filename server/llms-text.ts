import { describeInputs, maskSecrets } from "#contract/inputs/describe-schema.ts";
import { inputJsonSchema } from "#contract/inputs/input-schema.ts";
import { isWhole } from "#contract/outputs/declaration.ts";
import { curlReadSnippet, curlSnippet } from "#contract/snippets/shell.ts";
import type { Viewer } from "./access.ts";
import { absoluteUrl } from "./presentation.ts";
import { getLatestVersion, listLatestVersions } from "./versions.ts";
import { visibilityOf } from "./visibility.ts";

/** What a language model should read to use this server (llmstxt.org): its models, each with a link to more. */
export async function listForLanguageModels(viewer: Viewer): Promise<string> {
  const versions = await listLatestVersions(viewer);
  const links = versions.map(
    ({ owner, name, definition }) =>
      `- [${definition.title}](${absoluteUrl(`/${owner}/${name}/llms.txt`)}): ${definition.description}`,
  );
  return `# Vitrine

> Models to run through a form or an API that speaks Replicate's protocol. Every prediction is kept at a link of its own.

- [The API](${absoluteUrl("/v1/openapi.json")}): an OpenAPI document

## Models

${links.join("\n")}
`;
}

/** The same of one model: what it does, what it takes, and how to ask it. Throws a 404 Problem where it is not there for this viewer. */
export async function describeForLanguageModels(
  owner: string,
  name: string,
  viewer: Viewer,
): Promise<string> {
  const version = await getLatestVersion(owner, name, viewer);
  const { title, description, inputs, output, readme } = version.definition;
  const rows = describeInputs(inputJsonSchema(inputs));
  const call = {
    ...{ address: absoluteUrl("/"), model: `${owner}/${name}`, version: version.id },
    ...{ input: maskSecrets(rows, version.example), isWhole: isWhole(output) },
    needsToken: (await visibilityOf(version)) === "private",
  };
  const fields = rows.map((row) => {
    const facts = [row.type, row.isRequired ? "required" : "optional", ...row.bounds].join(", ");
    return `- \`${row.name}\` (${facts}): ${row.help}`;
  });
  return `# ${title}

> ${description}

## Inputs

${fields.join("\n")}

## Output

Of the kind \`${output.kind}\`${isWhole(output) ? ", as one text." : ", in pieces to be joined without anything between."}

## Ask it

\`\`\`sh
${curlSnippet(call)}\`\`\`

The answer holds the \`id\` of a prediction. Read it until its \`status\` is succeeded, failed or canceled:

\`\`\`sh
${curlReadSnippet(call)}\`\`\`

Or send \`Prefer: wait\`, to be answered when it has ended.
${readme ? `\n## README\n\n${readme.trim()}\n` : ""}`;
}
