export type TextPiece = { text: string; tokens: number[]; stopped: boolean };

// A character has at most 4 bytes, so more tokens than that without one is not a character in the making.
const heldTokensMax = 4;
const contextTokens = 6;

/** Turns tokens into text as they come: whole characters only, nothing of a stop string, every token in one piece. */
export class TextStream {
  private recent: readonly number[];
  private unread: number[] = [];
  private tokens: number[] = [];
  private text = "";

  constructor(
    private readonly decode: (tokens: readonly number[]) => string,
    private readonly stops: readonly string[],
    prompt: readonly number[],
  ) {
    this.recent = prompt.slice(-contextTokens);
  }

  /** What may be shown after this token; null while it is held back. `stopped`: a stop string was met and cut off. */
  push(token: number): TextPiece | null {
    this.tokens.push(token);
    this.unread.push(token);
    this.read(false);
    const stop = firstStop(this.text, this.stops);
    if (stop >= 0) {
      this.text = this.text.slice(0, stop);
      this.unread = [];
      return this.release(this.text.length, true);
    }
    const free = this.text.length - heldBack(this.text, this.stops);
    return free > 0 ? this.release(free, false) : null;
  }

  /** The rest, `end` being an end-of-text token, which has no text. */
  finish(end: number | null): TextPiece {
    if (end !== null) this.tokens.push(end);
    this.read(true);
    const stop = firstStop(this.text, this.stops);
    if (stop >= 0) this.text = this.text.slice(0, stop);
    return this.release(this.text.length, stop >= 0);
  }

  private read(all: boolean): void {
    if (this.unread.length === 0) return;
    // Some vocabularies drop the space of a first token, so it is decoded after the ones before it.
    const before = this.decode(this.recent);
    const added = this.decode([...this.recent, ...this.unread]).slice(before.length);
    const isBroken = added.endsWith("\uFFFD");
    if (isBroken && !all && this.unread.length < heldTokensMax) return;
    this.text += added.replaceAll("\u0000", "\uFFFD");
    this.recent = isBroken ? [] : [...this.recent, ...this.unread].slice(-contextTokens);
    this.unread = [];
  }

  private release(length: number, stopped: boolean): TextPiece {
    const piece = { text: this.text.slice(0, length), tokens: this.tokens, stopped };
    this.text = this.text.slice(length);
    this.tokens = [];
    return piece;
  }
}

function firstStop(text: string, stops: readonly string[]): number {
  const found = stops.map((stop) => text.indexOf(stop)).filter((at) => at >= 0);
  return found.length > 0 ? Math.min(...found) : -1;
}

/** Length of the longest end of the text that may still grow into a stop string. */
function heldBack(text: string, stops: readonly string[]): number {
  let longest = 0;
  for (const stop of stops) {
    for (let length = Math.min(stop.length - 1, text.length); length > longest; length--) {
      if (stop.startsWith(text.slice(-length))) longest = length;
    }
  }
  return longest;
}
