import { expect, type Page } from "@playwright/test";
import { vitrineCommand } from "./command.ts";

/** Signs in as the owner does: by the link that the command line makes. */
export async function signIn(
  page: Page,
  dataFolder = process.env.VITRINE_TEST_DATA ?? "",
): Promise<void> {
  const link = (await vitrineCommand(["owner-link"], { VITRINE_DATA: dataFolder })).trim();
  const { pathname, search } = new URL(link);
  await page.goto(pathname + search);
  await expect(page).toHaveURL("/");
}
