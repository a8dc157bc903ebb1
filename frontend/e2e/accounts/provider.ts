// The tests' own OpenID Connect provider, run as a server of its own.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface Provider {
  /** What an instance that knows it is started with. */
  settings: Record<string, string>;
  stop: () => Promise<void>;
}

/** Starts it; it ends by itself if we do not. */
export async function provide(): Promise<Provider> {
  const child = spawn("go", ["run", "./inventory/account/oidctest/serve"], {
    cwd: "..",
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = new Promise<void>((done) => child.once("exit", () => done()));
  const line = await new Promise<string>((done, fail) => {
    createInterface(child.stdout).once("line", done);
    child.once("error", fail);
    child.once("exit", (code) => fail(new Error(`the provider ended with ${code}`)));
  });
  const { issuer, id, secret } = JSON.parse(line) as Record<"issuer" | "id" | "secret", string>;
  return {
    settings: {
      MAILLAGE_OIDC_ISSUER: issuer,
      MAILLAGE_OIDC_CLIENT_ID: id,
      MAILLAGE_OIDC_CLIENT_SECRET: secret,
    },
    stop: () => {
      child.stdin.end();
      return ended;
    },
  };
}
