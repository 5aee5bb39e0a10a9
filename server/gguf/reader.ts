import { fstatSync, readSync } from "node:fs";

/** A file that is not usable weights; the message is a sentence to show. */
export class BadWeightsError extends Error {}

const windowBytes = 1 << 20;
const stringBytesMax = 16 << 20;

/** Reads little-endian values in order; throws BadWeightsError instead of reading past the file's end. */
export class GgufReader {
  readonly size: number;
  position = 0;
  private window: Buffer = Buffer.alloc(0);
  private windowStart = 0;

  constructor(readonly fd: number) {
    this.size = fstatSync(fd).size;
  }

  u8(): number {
    return this.take(1).readUInt8(0);
  }

  u16(): number {
    return this.take(2).readUInt16LE(0);
  }

  u32(): number {
    return this.take(4).readUInt32LE(0);
  }

  /** Also for lengths and counts: anything past 2^53 is refused. */
  u64(): number {
    const value = this.take(8).readBigUInt64LE(0);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) {
      throw new BadWeightsError("The file's header holds an impossible number.");
    }
    return Number(value);
  }

  f32(): number {
    return this.take(4).readFloatLE(0);
  }

  string(): string {
    const length = this.u64();
    if (length > stringBytesMax) {
      throw new BadWeightsError("The file's header holds an impossibly long text.");
    }
    return this.take(length).toString("utf8");
  }

  skip(bytes: number): void {
    this.require(bytes);
    this.position += bytes;
  }

  require(bytes: number): void {
    if (bytes > this.size - this.position) {
      throw new BadWeightsError("The file is cut off inside its header.");
    }
  }

  bytes(start: number, end: number): Buffer {
    const out = Buffer.alloc(end - start);
    readSync(this.fd, out, 0, out.length, start);
    return out;
  }

  private take(bytes: number): Buffer {
    this.require(bytes);
    const offset = this.position - this.windowStart;
    if (offset < 0 || offset + bytes > this.window.length) this.refill(bytes);
    const from = this.position - this.windowStart;
    this.position += bytes;
    return this.window.subarray(from, from + bytes);
  }

  private refill(bytes: number): void {
    const length = Math.min(Math.max(bytes, windowBytes), this.size - this.position);
    this.window = this.bytes(this.position, this.position + length);
    this.windowStart = this.position;
  }
}
