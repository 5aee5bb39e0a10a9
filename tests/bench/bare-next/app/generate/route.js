/** Nothing but what it takes to stream an engine's answer on: no storage, no queue, no checks. */
export async function POST(request) {
  const answer = await fetch(`${process.env.ENGINE_URL}/v1/completions`, {
    method: "POST",
    body: await request.text(),
    headers: { "content-type": "application/json" },
  });
  return new Response(answer.body, { headers: { "content-type": "text/event-stream" } });
}
