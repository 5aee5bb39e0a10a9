import { getLlama } from "node-llama-cpp";
import { Grammars } from "#server/inference/bundled/constraints/grammars.ts";
import type { Native } from "#server/inference/bundled/native.ts";

let llama: ReturnType<typeof getLlama> | undefined;

/** llama.cpp's own grammars, which need no weights. */
export async function nativeGrammars(): Promise<Grammars> {
  llama ??= getLlama({ gpu: false, build: "never" });
  // The engine checks these internals when it loads weights; a missing one fails the tests at once.
  const bindings = Reflect.get(await llama, "_bindings") as Native["bindings"];
  return new Grammars({ bindings });
}
