import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

// The system's Chromium: nothing is downloaded.
const usual = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const mac = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];
const executablePath = process.env.CHROMIUM ?? [...usual, ...mac].find((path) => existsSync(path));
const root = process.getuid?.() === 0;

export default defineConfig({
  testDir: "e2e",
  // One server and one inventory a project, so its tests go one after the other; the
  // two projects that are run side by side share nothing but the machine.
  workers: 2,
  fullyParallel: false,
  timeout: 60_000,
  expect: { timeout: 20_000 },
  reporter: [["list"]],
  outputDir: "test-results",
  use: {
    // Small: the map is drawn by the processor here.
    viewport: { width: 1120, height: 720 },
    locale: "fr-FR",
    timezoneId: "Europe/Paris",
    colorScheme: "light",
    // Motion would only make the map late; animated moves are not tested.
    contextOptions: { reducedMotion: "reduce" },
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [
        ...(root ? ["--no-sandbox"] : []),
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--no-first-run",
      ],
    },
    // A trace films every step, which on two cores costs more than the tests.
    trace: "off",
    screenshot: "only-on-failure",
  },
  projects: [
    { name: "demo", testMatch: "*.spec.ts", testIgnore: "accounts/**", workers: 1 },
    // An instance of its own, with accounts: see e2e/accounts/driver.ts.
    { name: "accounts", testMatch: "accounts/*.spec.ts", workers: 1 },
    { name: "shot", testMatch: "shots.ts", workers: 1 },
  ],
});
