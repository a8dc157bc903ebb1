// Starts the real program on a folder and a port of its own, and runs its verbs.
import { execFileSync, spawn } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

const startLimit = 300_000;

export interface Program {
  url: string;
  /** Its log: all that it has printed. */
  said: () => string;
  /** The log of its private cluster. */
  clusterSaid: () => string;
  /** Runs a verb of the command line on the same instance; what it printed. */
  verb: (...args: string[]) => string;
  /** Runs SQL on its private cluster as the owner of all: for what time alone would bring. */
  sql: (text: string) => string;
  stop: () => Promise<void>;
}

/** Where its private cluster is: elsewhere when the cluster's user may not enter the data folder. */
function clusterFolder(data: string): string {
  const pointer = join(data, "postgres.at");
  return existsSync(pointer) ? readFileSync(pointer, "utf8").trim() : data;
}

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

/** Serves an instance until stopped, once it answers that it is ready. */
export async function serve(
  args: string[] = [],
  settings: Record<string, string> = {},
): Promise<Program> {
  const path = process.env.MAILLAGE_BIN ?? resolve("../bin/maillage");
  if (!existsSync(path)) throw new Error(`${path} is not there: run \`make build\` first.`);
  const data = mkdtempSync(join(tmpdir(), "maillage-e2e-"));
  const listen = `127.0.0.1:${await freePort()}`;
  const env = { ...process.env, ...settings, MAILLAGE_DATA: data, MAILLAGE_LISTEN: listen };
  const url = `http://${listen}`;
  // A file, as a service manager would keep it.
  const log = join(data, "serve.log");
  const file = openSync(log, "a");
  const child = spawn(path, ["serve", ...args], { env, stdio: ["ignore", file, file] });
  closeSync(file);
  const program: Program = {
    url,
    said: () => readFileSync(log, "utf8"),
    clusterSaid: () => {
      const folder = join(clusterFolder(data), "postgres", "log");
      return readdirSync(folder)
        .map((name) => readFileSync(join(folder, name), "utf8"))
        .join("");
    },
    verb: (...words) =>
      execFileSync(path, words, { env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }),
    sql: (text) => {
      // The fifth line of its lock file is the folder of the socket (PostgreSQL, "postmaster.pid").
      const lock = readFileSync(join(clusterFolder(data), "postgres", "postmaster.pid"), "utf8");
      const socket = lock.split("\n")[4];
      const as = ["-h", socket ?? "", "-U", "maillage", "-d", "maillage", "-qAt"];
      return execFileSync("psql", [...as, "-v", "ON_ERROR_STOP=1", "-c", text], {
        encoding: "utf8",
      });
    },
    stop: async () => {
      if (child.exitCode === null) {
        const ended = new Promise((done) => child.once("exit", done));
        child.kill("SIGTERM");
        await ended;
      }
      for (const folder of new Set([clusterFolder(data), data]))
        rmSync(folder, { recursive: true, force: true });
    },
  };
  const until = Date.now() + startLimit;
  for (;;) {
    const answer = await fetch(`${url}/readyz`).catch(() => null);
    if (answer?.ok) return program;
    const ended = child.exitCode !== null;
    if (!ended && Date.now() < until) {
      await pause(250);
      continue;
    }
    const said = program.said();
    await program.stop();
    const why = ended ? `ended with ${child.exitCode}` : `was not ready after ${startLimit} ms`;
    throw new Error(`maillage ${why}:\n${said}`);
  }
}
