export type Answer = { ok: true; value: unknown } | { ok: false; problem: string };

/** JSON.parse whose failure says whether the text stopped too early or was never JSON. */
export function parseAnswer(output: string): Answer {
  const text = output.trim();
  if (text === "") return { ok: false, problem: "The answer is empty." };
  try {
    return { ok: true, value: JSON.parse(text) };
  } catch {
    const problem = isCutOff(text)
      ? "The answer stops in the middle of the query, so it cannot be read."
      : "The answer is not a query: it is not written in JSON, the format that Honeycomb reads.";
    return { ok: false, problem };
  }
}

function isCutOff(text: string): boolean {
  if (!text.startsWith("{")) return false;
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (isInString && character === "\\") at += 1;
    else if (character === '"') isInString = !isInString;
    else if (!isInString) depth += depthChange(character);
  }
  return isInString || depth > 0;
}

function depthChange(character: string | undefined): number {
  if (character === "{" || character === "[") return 1;
  if (character === "}" || character === "]") return -1;
  return 0;
}
