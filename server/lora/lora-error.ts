/** A LoRA, or a model for one, that cannot be used; the message is a sentence that says what to do. */
export class LoraError extends Error {
  override name = "LoraError";
}
