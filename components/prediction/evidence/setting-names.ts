/** Sampler values as people read them. */
export const settingNames: Record<string, string> = {
  maxTokens: "Most tokens",
  temperature: "Temperature",
  topP: "Top p",
  topK: "Top k",
  minP: "Min p",
  repetitionPenalty: "Repetition penalty",
  stop: "Stops at",
};
