import type { PredictionStatus } from "./prediction.ts";

/** One line of a visitor's own predictions. */
export type HistoryEntry = {
  id: string;
  /** The model's. */
  title: string;
  /** What was asked, shortened; empty where it was removed. */
  input: string;
  status: PredictionStatus;
  created_at: string;
  can_delete: boolean;
};
