import { execFileSync } from "node:child_process";
import fs from "node:fs";
import { chromium } from "@playwright/test";

const INSTALLED = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** The browser to test with: CHROMIUM_PATH, an installed one, or Playwright's own. */
export function chromiumPath(): string | undefined {
  const candidates = [process.env.CHROMIUM_PATH, chromium.executablePath(), ...INSTALLED];
  return candidates.find((path) => path && fs.existsSync(path));
}

/** Brings a browser where there is none: Debian's, by apt. */
export function requireChromium(): void {
  if (chromiumPath()) return;
  const options = {
    stdio: "inherit" as const,
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  };
  const sudo = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
  const apt = (...args: string[]) => {
    const [program = "apt-get", ...rest] = [...sudo, "apt-get", ...args];
    execFileSync(program, rest, options);
  };
  try {
    apt("update");
    apt("install", "-y", "--no-install-recommends", "chromium");
  } catch (cause) {
    throw new Error(
      "The browser tests need Chromium: install it, run `npx playwright install chromium`, or set CHROMIUM_PATH.",
      { cause },
    );
  }
}
