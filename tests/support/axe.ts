import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";
import { scrollsSideways } from "./pages.ts";

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const SIZES = [
  { width: 1280, height: 900 },
  { width: 390, height: 844 },
];

const axe = (page: Page) => new AxeBuilder({ page }).withTags(TAGS).setLegacyMode(); // without it, a blank page is opened for each run

/** Nothing for axe to find on the page as it is now, in light and dark, broad and narrow. */
export async function expectNoFindings(page: Page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const)
    for (const size of SIZES) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize(size);
      const { violations } = await axe(page).analyze();
      const findings = violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
      expect(findings, `${colorScheme}, ${size.width} wide`).toEqual([]);
      expect(await scrollsSideways(page)).toBe(false);
    }
}
