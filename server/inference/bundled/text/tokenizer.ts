import type { LlamaModel } from "node-llama-cpp";
import type { GgufHeader } from "#server/gguf/file.ts";
import type { Segment } from "#server/inference/engine.ts";
import type { NativeModel } from "../native.ts";

const tokenType = { control: 3, userDefined: 4 };

export class Tokenizer {
  private readonly reserved = new Set<number>();
  private readonly literals = new Map<string, string[]>();
  private readonly addsSpace: boolean;

  constructor(
    private readonly native: NativeModel,
    private readonly model: LlamaModel,
    private readonly header: GgufHeader,
  ) {
    this.addsSpace = model.vocabularyType === "spm" || model.vocabularyType === "ugm";
    header.tokens.forEach((literal, id) => {
      if (isReserved(literal, header.tokenTypes[id])) this.reserve(id, literal);
    });
  }

  /** Ids of a whole prompt: begin-of-text is added only if the model asks for it and it is not there. */
  prompt(segments: Segment[]): number[] {
    const ids = this.pieces(segments);
    const begin = this.native.tokenBos();
    if (this.native.shouldPrependBosToken() && begin >= 0 && ids[0] !== begin) ids.unshift(begin);
    return ids;
  }

  /** Ids of the segments and nothing else. */
  pieces(segments: Segment[]): number[] {
    const ids: number[] = [];
    for (const segment of segments) {
      const parts = segment.kind === "text" ? this.cut(segment.text) : [segment.text];
      for (const part of parts) {
        for (const id of this.part(part, segment.kind === "template", ids.length === 0))
          ids.push(id);
      }
    }
    return ids;
  }

  /** Text of the ids; special tokens are shown only if asked for. Broken UTF-8 becomes U+FFFD. */
  text(ids: readonly number[], showSpecial = false): string {
    return this.native.detokenize(Uint32Array.from(ids), showSpecial);
  }

  /** One string per id, special tokens shown; parts of a character come as U+FFFD. */
  withPieces(ids: number[]): { id: number; piece: string }[] {
    return ids.map((id) => ({ id, piece: this.text([id], true) }));
  }

  isId(id: number): boolean {
    return id >= 0 && id < this.header.tokens.length;
  }

  private reserve(id: number, literal: string): void {
    this.reserved.add(id);
    const first = literal.charAt(0);
    this.literals.set(first, [...(this.literals.get(first) ?? []), literal]);
  }

  private part(text: string, special: boolean, isFirst: boolean): number[] {
    if (text === "") return [];
    const ids =
      this.addsSpace && !isFirst
        ? this.model.tokenize(text, special, "trimLeadingSpace")
        : Array.from(this.native.tokenize(text, special));
    const forged = !special && ids.some((id) => this.reserved.has(id));
    if (!forged || text.length === 1) return ids;
    // Normalisation made a reserved token out of other characters: no two of them may meet.
    return Array.from(text).flatMap((character) => this.part(character, false, false));
  }

  /** Cut after the first character of every reserved literal, wherever one starts, overlaps included. */
  private cut(text: string): string[] {
    const parts: string[] = [];
    let start = 0;
    for (let at = 0; at < text.length; at++) {
      const candidates = this.literals.get(text.charAt(at));
      if (!candidates?.some((literal) => text.startsWith(literal, at))) continue;
      const end = at + String.fromCodePoint(text.codePointAt(at) ?? 0).length;
      parts.push(text.slice(start, end));
      start = end;
    }
    parts.push(text.slice(start));
    return parts;
  }
}

function isReserved(literal: string, type: number | undefined): boolean {
  if (type === tokenType.control) return literal !== "";
  // Runs of blanks are user-defined tokens in some vocabularies; they forge nothing and cutting them costs quality.
  return type === tokenType.userDefined && literal.trim() !== "";
}
