import { expect, test } from "@playwright/test";
import { vitrineCommand } from "../support/command.ts";

test("asked for help the command line lists its commands", async () => {
  expect(await vitrineCommand(["--help"])).toMatch(/^Usage: npm run vitrine -- COMMAND\n/);
});

const WRONG: [what: string, args: string[], told: string][] = [
  ["a command that there is not", ["fly"], "Usage: npm run vitrine"],
  ["no command", [], "Usage: npm run vitrine"],
  [
    "an option that there is not",
    ["doctor", "--fast"],
    "Unknown option '--fast'.\n\nUsage: npm run",
  ],
  ["an option without its value", ["publish", "--owner"], "'--owner"],
];

for (const [what, args, told] of WRONG)
  test(`the command line says what it can do when it is given ${what}`, async () => {
    const output = await vitrineCommand(args);
    expect(output).toContain(told);
    expect(output).not.toContain("    at ");
  });
