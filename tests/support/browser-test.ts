import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import { isFinished, type Prediction } from "#contract/prediction.ts";
import { sharedUrl } from "./api.ts";
import { type Crowd, newCrowd } from "./crowd.ts";

type Fixtures = {
  /** A page of somebody else, in a browser of their own. */
  stranger: Page;
  /** Other visitors, who take all of the engine's places until they leave: what is asked meanwhile waits in line. */
  crowd: Crowd;
};

/** A story on the shared Vitrine. It also fails when one of its pages throws, breaks its own policy, or asks any other site for anything. */
export const test = base.extend<Fixtures>({
  baseURL: sharedUrl(),
  context: async ({ context }, use) => {
    const complaints = watch(context);
    await use(context);
    await tidyUp(context);
    expect(complaints).toEqual([]);
  },
  stranger: async ({ browser }, use) => {
    const context = await browser.newContext();
    const complaints = watch(context);
    await use(await context.newPage());
    await tidyUp(context);
    await context.close();
    expect(complaints).toEqual([]);
  },
  crowd: async ({ baseURL }, use) => {
    const crowd = newCrowd(baseURL ?? "");
    await use(crowd);
    await crowd.leave();
  },
});

function watch(context: BrowserContext): string[] {
  const complaints: string[] = [];
  const host = new URL(sharedUrl()).host;
  context.on("request", (request) => {
    const url = new URL(request.url());
    if (url.protocol.startsWith("http") && url.host !== host) complaints.push(`asked ${url}`);
  });
  context.on("console", (message) => {
    if (message.text().includes("Content Security Policy")) complaints.push(message.text());
  });
  context.on("weberror", (error) => complaints.push(`threw ${error.error().stack}`));
  return complaints;
}

/** Ends what a visitor left running, so that the next story finds the engine at rest. */
async function tidyUp(context: BrowserContext) {
  const { results } = await (await context.request.get("/v1/predictions")).json();
  for (const { id, status } of results as Prediction[])
    if (!isFinished(status)) await context.request.post(`/v1/predictions/${id}/cancel`);
}

/** A question over columns whose names take the model a while to write. */
export const LONG_QUESTION = {
  nlq: "p95 response time by region where status code is 500 in the last 24 hours",
  cols: [
    "checkout.payment_provider.response_time_before_the_first_retry_ms",
    "checkout.payment_provider.http.response.status_code",
    "checkout.payment_provider.region_and_availability_zone_name",
  ],
};
