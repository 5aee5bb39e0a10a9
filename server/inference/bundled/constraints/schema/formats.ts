const days28 = String.raw`(?:0[1-9]|1\d|2[0-8])`;
const leapYear = String.raw`(?:\d\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)`;
const date = [
  String.raw`(?:\d{4}-(?:(?:0[1-9]|1[0-2])-${days28}`,
  "(?:0[13-9]|1[0-2])-(?:29|30)",
  "(?:0[13578]|1[02])-31)",
  `${leapYear}-02-29)`,
].join("|");
const clock = String.raw`(?:[01]\d|2[0-3]):[0-5]\d`;
const time = String.raw`${clock}:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-]${clock})`;
const atom = "[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+";
const label = "[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?";
const byte = String.raw`(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)`;

// RFC 3339 without leap seconds; RFC 5321 without quoted local parts and address literals.
const patterns: Record<string, string> = {
  date,
  time,
  "date-time": `${date}T${time}`,
  uuid: "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}",
  email: String.raw`${atom}(?:\.${atom})*@(?:${label}\.)+${label}`,
  ipv4: String.raw`${byte}(?:\.${byte}){3}`,
};

export function isKnownFormat(name: string): boolean {
  return Object.hasOwn(patterns, name);
}

/** A pattern for the whole text of a known format. */
export function formatPattern(name: string): string {
  return patterns[name] ?? "";
}
