import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { violationsOf } from "#contract/outputs/check-output.ts";
import { outputDeclaration } from "#contract/outputs/declaration.ts";
import { finished, post, sharedUrl } from "./api.ts";
import { publishCopy, withParts } from "./own-models.ts";
import { databaseUrlOf, query } from "./sql.ts";

const INPUTS = [
  { name: "article", type: "text", title: "Article", maxLength: 2_000 },
  { name: "kinds", type: "text-list", title: "Kinds", maxItems: 9, maxItemLength: 50 },
];
const INPUT = { article: "The chairman said he boils water at 100 °C.", kinds: ["solvent"] };

/** A prediction of a model with this kind of output, in the place of whose answer stands `text`; opens its page. */
export async function showOutput(page: Page, declaration: object, text: string): Promise<void> {
  const name = `shows-${Object(declaration).kind}-${randomUUID().slice(0, 8)}`;
  await publishCopy(
    "tests",
    name,
    withParts({
      ...{ inputs: INPUTS, output: declaration, example: INPUT },
      prompt: "{{ article }}",
    }),
  );
  const path = `${sharedUrl()}/v1/models/tests/${name}/predictions`;
  const { id } = (await (await post(path, { input: INPUT })).json()) as { id: string };
  await finished(sharedUrl(), id);
  const violations = violationsOf(outputDeclaration.parse(declaration), INPUT, text);
  await query(
    databaseUrlOf(process.env.VITRINE_TEST_DATA ?? ""),
    `WITH done AS (UPDATE predictions SET state = 'succeeded', error = NULL WHERE id = $1)
     UPDATE prediction_payloads SET chunks = $2, violations = $3 WHERE prediction_id = $1`,
    [id, JSON.stringify([text]), JSON.stringify(violations)],
  );
  await page.goto(`/p/${id}`);
}
