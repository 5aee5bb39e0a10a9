import { test as base } from "@playwright/test";
import { type Scripted, startScripted } from "./scripted-vitrine.ts";

/** With a Vitrine whose model writes what the story has its engine write. */
export const scriptedTest = base.extend<object, { scripted: Scripted }>({
  scripted: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that are needed from this pattern.
    async ({}, use) => {
      const scripted = await startScripted();
      await use(scripted);
      await scripted.stop();
    },
    { scope: "worker", timeout: 180_000 },
  ],
});
