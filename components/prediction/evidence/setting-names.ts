/** Sampler values as people read them, in their order. */
export const settingNames: Record<string, string> = {
  temperature: "Temperature",
  topP: "Top p",
  topK: "Top k",
  minP: "Min p",
  repetitionPenalty: "Repetition penalty",
  maxTokens: "Most tokens",
  stop: "Stops at",
};
