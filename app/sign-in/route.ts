import { cookies } from "next/headers";
import { redirect } from "next/navigation";
import { exchangeOwnerProof, OWNER_COOKIE } from "#server/access.ts";

/** The way in for the owner, by a link from `npm run vitrine -- owner-link`. */
export async function GET(request: Request) {
  const proof = new URL(request.url).searchParams.get("proof") ?? "";
  const session = exchangeOwnerProof(proof);
  if (!session)
    return new Response(
      "This link is wrong or too old: make a new one with npm run vitrine -- owner-link\n",
      {
        status: 403,
      },
    );
  const jar = await cookies();
  jar.set(OWNER_COOKIE, session.value, {
    httpOnly: true,
    sameSite: "lax",
    path: "/",
    maxAge: session.maxAgeSeconds,
  });
  redirect("/");
}
