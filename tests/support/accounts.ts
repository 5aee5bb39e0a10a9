import { randomBytes } from "node:crypto";
import { post, sharedUrl } from "./api.ts";
import { vitrineCommand } from "./command.ts";

/** What someone's requests carry: a session's cookie, or a token. */
export type Headers = Record<string, string>;

export const PASSWORD = "correct horse battery staple";

/** The link with which the owner gets in, or makes the first account. */
export async function ownerLink(
  dataFolder = process.env.VITRINE_TEST_DATA ?? "",
  env: Record<string, string> = {},
): Promise<URL> {
  const said = await vitrineCommand(["owner-link"], { VITRINE_DATA: dataFolder, ...env });
  return new URL(said.trim());
}

/** The owner of a Vitrine, the shared one unless another is given, whose account is made if it is not yet. */
export async function signInOwner(
  url = sharedUrl(),
  dataFolder?: string,
  env?: Record<string, string>,
): Promise<Headers> {
  const { pathname, search } = await ownerLink(dataFolder, env);
  const answer = await fetch(`${url}${pathname}${search}`, { redirect: "manual" });
  const location = answer.headers.get("location") ?? "";
  if (!location.startsWith("/setup")) return sessionOf(answer);
  return makeAccount(url, location, { name: "owner", email: "owner@example.org" });
}

/** A new creator or reviewer; `name` stands in the addresses of what they publish. */
export async function invite(role: "creator" | "reviewer", name = newName(role)) {
  const url = sharedUrl();
  const owner = await signInOwner();
  const invited = { role, label: "", name: null };
  const answer = await post(`${url}/v1/account/invitations`, invited, owner);
  const { secret } = (await answer.json()) as { secret: string };
  const { pathname, search } = new URL(secret);
  const email = `${name}@example.org`;
  const headers = await makeAccount(url, pathname + search, { name, email });
  return { name, email, headers };
}

/** A token of somebody's. */
export async function makeToken(
  holder: Headers,
  wish: { scopes: string[]; models?: string[] },
  url = sharedUrl(),
): Promise<Headers> {
  const body = { label: "test", days: null, models: [], origins: [], ...wish };
  const answer = await post(`${url}/v1/account/tokens`, body, holder);
  const { secret } = (await answer.json()) as { secret: string };
  return { authorization: `Bearer ${secret}` };
}

export const newName = (stem: string): string => `${stem}-${randomBytes(4).toString("hex")}`;

async function makeAccount(
  url: string,
  setUpPath: string,
  person: { name: string; email: string },
): Promise<Headers> {
  const token = new URL(setUpPath, url).searchParams.get("token");
  return sessionOf(await post(`${url}/v1/account`, { token, password: PASSWORD, ...person }));
}

/** The cookie that an answer sets. Throws where it sets none. */
export async function sessionOf(answer: Response): Promise<Headers> {
  const cookies = answer.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
  if (cookies.length === 0) throw new Error(`${answer.status}: ${await answer.text()}`);
  return { cookie: cookies.join("; ") };
}
