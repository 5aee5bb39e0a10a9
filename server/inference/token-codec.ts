/** Token ids as unsigned LEB128, one after the other: about half the size of a JSON list. */
export function encodeTokens(tokens: number[]): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  for (const token of tokens) {
    let rest = token;
    while (rest >= 0x80) {
      bytes.push((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    bytes.push(rest);
  }
  return Uint8Array.from(bytes);
}

/** The inverse of encodeTokens. */
export function decodeTokens(bytes: Uint8Array): number[] {
  const tokens: number[] = [];
  let value = 0;
  let shift = 0;
  for (const byte of bytes) {
    value += (byte & 0x7f) * 2 ** shift;
    shift += 7;
    if (byte >= 0x80) continue;
    tokens.push(value);
    value = 0;
    shift = 0;
  }
  return tokens;
}
