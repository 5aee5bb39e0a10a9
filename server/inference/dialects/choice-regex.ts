/** A regular expression for exactly these texts, for engines that know no choices. */
export const choiceRegex = (options: string[]): string =>
  `(${options.map((text) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&")).join("|")})`;
