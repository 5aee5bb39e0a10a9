import pino from "pino";

/** Structured lines on stderr. Never log inputs, outputs, prompts, tokens of access or connection strings. */
export const log = pino(
  { base: null, timestamp: pino.stdTimeFunctions.isoTime },
  pino.destination({ fd: 2, sync: true }),
);
