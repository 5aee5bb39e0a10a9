import { bundled } from "./dialects/bundled.ts";
import { llamaServer } from "./dialects/llama-server.ts";
import { ollama } from "./dialects/ollama.ts";
import { openai } from "./dialects/openai.ts";
import { sglang } from "./dialects/sglang.ts";
import { tgi } from "./dialects/tgi.ts";
import { trtllm } from "./dialects/trtllm.ts";
import { vllm } from "./dialects/vllm.ts";

/** Every kind of engine that the one client can talk to, by the name that settings use. */
export const dialects = {
  bundled,
  vllm,
  "llama-server": llamaServer,
  sglang,
  tgi,
  trtllm,
  ollama,
  openai,
};
