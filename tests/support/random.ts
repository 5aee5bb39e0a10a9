/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Evenly spread values around 0 with this standard deviation. */
export function randomWeights(
  random: () => number,
  length: number,
  deviation: number,
): Float32Array<ArrayBuffer> {
  const width = deviation * Math.sqrt(12);
  return Float32Array.from({ length }, () => (random() - 0.5) * width);
}
