/** Counts for the whole process, since it started; seconds are sums over requests. */
export class StepCounter {
  steps = 0;
  sequences = 0;
  readonly sums = { promptTokens: 0, promptSeconds: 0, generatedTokens: 0, generatedSeconds: 0 };

  step(sequences: number): void {
    this.steps += 1;
    this.sequences += sequences;
  }

  request(end: { prompt: number; promptMs: number; generated: number; decodeMs: number }): void {
    this.sums.promptTokens += end.prompt;
    this.sums.promptSeconds += end.promptMs / 1000;
    this.sums.generatedTokens += end.generated;
    this.sums.generatedSeconds += end.decodeMs / 1000;
  }
}
