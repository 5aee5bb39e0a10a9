/** What a benchmark found: `rows` of named figures, ratios as `ratio`, how many at once as `concurrency`. */
export type Report = { name: string; device: string; rows: Record<string, string | number>[] };

/** Prints a report as a table for people, and with `--json` as one JSON object on the last line. */
export function print(report: Report): void {
  process.stdout.write(`${report.name} on ${report.device}\n\n`);
  const columns = [...new Set(report.rows.flatMap((row) => Object.keys(row)))];
  const cells = [
    columns,
    ...report.rows.map((row) => columns.map((column) => String(row[column] ?? ""))),
  ];
  const widths = columns.map((_, index) =>
    Math.max(...cells.map((line) => line[index]?.length ?? 0)),
  );
  for (const line of cells)
    process.stdout.write(
      `${line.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join("  ")}\n`,
    );
  if (process.argv.includes("--json")) process.stdout.write(`\n${JSON.stringify(report)}\n`);
}

/** The value below which a share `q` of the values lies. */
export function quantile(values: number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? Number.NaN;
}

export const rounded = (value: number, digits = 1): number => Number(value.toFixed(digits));
