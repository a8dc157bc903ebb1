// Starts the real program on a folder and a port of its own, once for all
// tests, and stops it afterwards. MAILLAGE_E2E_URL points at one that runs.
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const startLimit = 300_000;

async function freePort(): Promise<number> {
  return new Promise((done, fail) => {
    const probe = createServer();
    probe.once("error", fail);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === "object" && address ? done(address.port) : fail(new Error("no port")),
      );
    });
  });
}

async function ready(url: string, child: ChildProcess, log: string[]): Promise<void> {
  const until = Date.now() + startLimit;
  while (Date.now() < until) {
    if (child.exitCode !== null)
      throw new Error(`maillage ended with ${child.exitCode}:\n${log.join("")}`);
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok) return;
    await pause(250);
  }
  throw new Error(`maillage was not ready after ${startLimit / 1000} s:\n${log.join("")}`);
}

export default async function start(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.MAILLAGE_E2E_URL) return;
  const program = process.env.MAILLAGE_BIN ?? resolve("../bin/maillage");
  if (!existsSync(program)) throw new Error(`${program} is not there: run \`make build\` first.`);
  const data = mkdtempSync(join(tmpdir(), "maillage-e2e-"));
  const url = `http://127.0.0.1:${await freePort()}`;
  const log: string[] = [];
  const child = spawn(program, ["serve", "--demo"], {
    env: { ...process.env, MAILLAGE_DATA: data, MAILLAGE_LISTEN: new URL(url).host },
    stdio: ["ignore", "pipe", "pipe"],
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      log.push(chunk.toString());
      if (log.length > 200) log.shift();
    });
  }
  const stop = async () => {
    if (child.exitCode === null) {
      const ended = new Promise((done) => child.once("exit", done));
      child.kill("SIGTERM");
      await ended;
    }
    rmSync(data, { recursive: true, force: true });
  };
  try {
    await ready(url, child, log);
  } catch (error) {
    await stop();
    throw error;
  }
  process.env.MAILLAGE_E2E_URL = url;
  return stop;
}
