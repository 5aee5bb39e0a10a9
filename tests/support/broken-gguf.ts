import { damagedHeaders } from "./broken-gguf-headers.ts";
import { damagedTensors } from "./broken-gguf-tensors.ts";
import { encodeGguf } from "./gguf-writer.ts";
import { randomNumbers } from "./random.ts";
import { tinyModel } from "./tiny-model.ts";

/** `name` says what is wrong with it. */
export type BrokenFile = { name: string; bytes: Buffer };

const FLIPPED_FILES = 90;
const CUT_FILES = 30;

/** More than 200 files that are not, or not quite, the tiny model; the same ones every time. */
export function brokenFiles(): BrokenFile[] {
  const { metadata, tensors } = tinyModel();
  const whole = encodeGguf(metadata, tensors);
  return [
    ...otherFormats(whole.bytes),
    ...cutFiles(whole),
    ...flippedFiles(whole),
    ...damagedHeaders(),
    ...damagedTensors(),
  ];
}

/** The header of real weights, damaged; the caller gives the file its full length, so that its tensors are all zero. */
export function damagedRealHeaders(header: Buffer): BrokenFile[] {
  const random = randomNumbers(3);
  return Array.from({ length: 12 }, (_, index) => ({
    name: `the real header with damage ${index}`,
    // The settings come first in the header, and then a megabyte of vocabulary that forgives most damage.
    bytes: flip(header, index % 2 === 0 ? 2_000 : header.length, 1 + index, random),
  }));
}

function otherFormats(whole: Buffer): BrokenFile[] {
  const random = randomNumbers(1);
  const noise = Buffer.from(Array.from({ length: 4_096 }, () => Math.floor(random() * 256)));
  const patched = (offset: number, ...bytes: number[]) => {
    const copy = Buffer.from(whole);
    copy.set(bytes, offset);
    return copy;
  };
  const pickle = Buffer.from("\x80\x04\x95\x0c\0\0\0\0\0\0\0\x8c\x08builtins\x94.", "latin1");
  const files: Record<string, Buffer> = {
    "an empty file": Buffer.alloc(0),
    "three letters of the magic": Buffer.from("GGU"),
    "the magic alone": Buffer.from("GGUF"),
    "the magic and a version": whole.subarray(0, 8),
    "a web page": Buffer.from("<!doctype html><html><title>404</title><p>Not here.</html>"),
    "random bytes": noise,
    "random bytes after the magic": Buffer.concat([Buffer.from("GGUF"), noise]),
    "random bytes after magic and version": Buffer.concat([whole.subarray(0, 8), noise]),
    "a pickle": pickle,
    "a zip archive": Buffer.concat([Buffer.from("PK\x03\x04\x14\0"), noise]),
    "a safetensors file": Buffer.concat([
      Buffer.from([60, 0, 0, 0, 0, 0, 0, 0]),
      Buffer.from('{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}     '),
      Buffer.alloc(16),
    ]),
    "an old GGJT file": Buffer.concat([Buffer.from("tjgg\x03\0\0\0"), noise]),
    "zeros only": Buffer.alloc(65_536),
    "GGUF version 0": patched(4, 0),
    "GGUF version 1": patched(4, 1),
    "GGUF version 99": patched(4, 99),
    "a big-endian version": patched(4, 0, 0, 0, 3),
    "no tensors promised": patched(8, 0),
    "2^63 tensors promised": patched(8, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f),
    "2^64 - 1 values promised": patched(16, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
    "no values promised": patched(16, 0),
    "one value too few promised": patched(16, (whole[16] ?? 0) - 1),
    "one value too many promised": patched(16, (whole[16] ?? 0) + 1),
  };
  return Object.entries(files).map(([name, bytes]) => ({ name, bytes }));
}

function cutFiles({ bytes, headerBytes }: { bytes: Buffer; headerBytes: number }): BrokenFile[] {
  const random = randomNumbers(2);
  return Array.from({ length: CUT_FILES }, (_, index) => {
    const length = Math.floor(random() * (index % 2 === 0 ? headerBytes : bytes.length));
    return { name: `cut off after ${length} bytes`, bytes: bytes.subarray(0, length) };
  });
}

function flippedFiles({ bytes, headerBytes }: { bytes: Buffer; headerBytes: number }) {
  const random = randomNumbers(4);
  return Array.from({ length: FLIPPED_FILES }, (_, index) => {
    const count = 1 + (index % 6);
    return {
      name: `${count} damaged bytes in the header, number ${index}`,
      bytes: flip(bytes, headerBytes, count, random),
    };
  });
}

function flip(bytes: Buffer, within: number, count: number, random: () => number): Buffer {
  const copy = Buffer.from(bytes);
  for (let index = 0; index < count; index += 1) {
    const values = [0, 1, 0x7f, 0x80, 0xff, Math.floor(random() * 256)];
    copy[Math.floor(random() * within)] = values[Math.floor(random() * values.length)] ?? 0;
  }
  return copy;
}
