import { existsSync } from "node:fs";
import path from "node:path";
import { stringify } from "yaml";
import { inspectLora } from "./inspect.ts";
import { readPeftConfig } from "./peft-config.ts";

/** A model card for a folder that has none: what is known of it, and nothing else. Throws LoraError. */
export async function modelCard(folder: string, repo: string): Promise<string> {
  const title = `# ${repo.split("/").at(-1)}`;
  if (!existsSync(path.join(folder, "adapter_config.json")))
    return `${head({ library_name: "transformers" })}\n${title}\n\nPushed with Vitrine.\n`;
  const { base_model_name_or_path: base } = await readPeftConfig(folder);
  const rows = (await inspectLora(folder)).map(([name, value]) => `| ${name} | ${value} |`);
  const facts = { ...(base ? { base_model: base } : {}), library_name: "peft", tags: ["lora"] };
  return [
    ...[head(facts), title, "", `A LoRA${base ? ` for \`${base}\`` : ""}.`, ""],
    ...["| | |", "|---|---|", ...rows, "", "Pushed with Vitrine.", ""],
  ].join("\n");
}

const head = (facts: object): string => `---\n${stringify(facts)}---\n`;
