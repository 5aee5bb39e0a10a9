import { exchangeOwnerProof } from "#server/accounts/owner-link.ts";
import { Problem } from "#server/problem.ts";

/** The owner's way back in, by a link from `npm run vitrine -- owner-link`. */
export async function GET(request: Request) {
  const proof = new URL(request.url).searchParams.get("proof") ?? "";
  try {
    const { headers, location } = await exchangeOwnerProof(proof);
    const answer = new Response(null, { status: 303, headers: { location } });
    for (const cookie of headers.getSetCookie()) answer.headers.append("set-cookie", cookie);
    return answer;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const hint =
      "This link is wrong or too old: make a new one with npm run vitrine -- owner-link\n";
    return new Response(hint, { status: 403 });
  }
}
