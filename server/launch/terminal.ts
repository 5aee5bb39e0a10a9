const BAR_WIDTH = 30;

/** Tells the person at the terminal something, on a line of its own. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Names and what they are, in two columns. */
export function table(lines: [string, string][]): void {
  const width = Math.max(...lines.map(([name]) => name.length));
  for (const [name, value] of lines) say(`${name.padEnd(width)}  ${value}`);
}

/** Shows how far some work is; it is told how much is done, of how much, or null where nobody knows. */
export async function withProgress<T>(
  label: string,
  work: (update: (done: number, total: number | null) => void) => Promise<T>,
): Promise<T> {
  const bar = progressBar(label);
  return work(bar.update).finally(() => bar.end());
}

/** A progress bar for a download or other long work; where the output is no terminal, a line at every tenth. */
function progressBar(label: string): {
  update(done: number, total: number | null): void;
  end(): void;
} {
  let tenth = -1;
  return {
    update(done, total) {
      const fraction = total ? Math.min(1, done / total) : null;
      if (process.stdout.isTTY) return draw(label, done, fraction);
      const reached = fraction === null ? 0 : Math.floor(fraction * 10);
      if (reached === tenth) return;
      tenth = reached;
      say(fraction === null ? `${label} …` : `${label} ${reached * 10} %`);
    },
    end() {
      if (process.stdout.isTTY) process.stdout.write("\r\x1b[2K");
    },
  };
}

function draw(label: string, done: number, fraction: number | null) {
  const filled = Math.round((fraction ?? 0) * BAR_WIDTH);
  const bar = "█".repeat(filled) + "░".repeat(BAR_WIDTH - filled);
  const figure =
    fraction === null ? `${(done / 1e6).toFixed(0)} MB` : `${(fraction * 100).toFixed(0)} %`;
  process.stdout.write(`\r\x1b[2K${label} ${bar} ${figure}`);
}
