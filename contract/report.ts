import { z } from "zod";
import { typedText } from "./typed-text.ts";

export const REPORT_TEXT_MAX = 4_000;

/** "This output is wrong": what was expected instead, what is wrong, or both. */
export const reportRequest = z
  .strictObject({ expected: typedText(REPORT_TEXT_MAX), note: typedText(REPORT_TEXT_MAX) })
  .refine(({ expected, note }) => expected !== "" || note !== "", {
    path: ["expected"],
    message: "is missing: say what you expected, or what is wrong in “note”",
  });
export type ReportRequest = z.infer<typeof reportRequest>;

/** A report as the model's people see it; who made it is not told. */
export type Report = {
  id: string;
  expected: string;
  note: string;
  created_at: string;
  closed_at: string | null;
};
