/** The grammar has come to where no token at all is allowed, not even the end. */
export class DeadEndError extends Error {}
