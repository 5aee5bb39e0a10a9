import { fileInAddress, isFileData } from "../files.ts";
import { countCharacters, hasUnstorable } from "./characters.ts";
import type { Complaint } from "./complaint.ts";

/** The text of a file, without the mark that may stand at its beginning; null for what is no text. */
export function textOfFile(bytes: Uint8Array): string | null {
  // Windows writes UTF-16 too, and says so in the first two bytes.
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? "utf-16le" : "utf-8";
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return hasUnstorable(text) ? null : text;
  } catch {
    return null;
  }
}

/** The text of a file in an address of its own, which was checked. */
export const textInAddress = (address: string): string =>
  textOfFile(fileInAddress(address).content) ?? "";

/** What is wrong with the text of a file, of at most so many characters, or null. */
export function complaintAboutFileText(bytes: Uint8Array, maxLength: number): Complaint | null {
  const text = textOfFile(bytes);
  if (text === null)
    return { type: "no_text", description: "is no text file: choose one such as .txt or .csv" };
  if (text.trim() === "")
    return { type: "string_too_short", description: "is an empty file: choose another" };
  const length = countCharacters(text);
  if (length <= maxLength) return null;
  return {
    type: "string_too_long",
    description: `has ${length} characters; at most ${maxLength} are allowed`,
  };
}

/** As above, of a file that came with the form; one that the form only names is judged where it is. */
export const complaintAboutSentText = (
  value: unknown,
  maxLength: number | undefined,
): Complaint | null =>
  maxLength !== undefined && typeof value === "string" && isFileData(value)
    ? complaintAboutFileText(fileInAddress(value).content, maxLength)
    : null;
