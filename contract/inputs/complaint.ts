/** What is wrong with a value: Replicate's kind of mistake, and the rest of a sentence that begins with the input. */
export type Complaint = { type: string; description: string };
