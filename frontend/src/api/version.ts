// Reading one's own writes. The answer to a write names a version; reads that send
// it are answered with that write in them, whichever server of several they reach.

const header = "Maillage-Version";

/** How long a version is sent: by then every server has it, or is told to be late otherwise. */
const keptFor = 60_000;

let last = "";
let until = 0;

/** Notes what an answer says was written; answers to reads say nothing. */
export function noteVersion(headers: { get(name: string): string | null }, now = Date.now()) {
  const written = headers.get(header);
  if (!written) return;
  last = written;
  until = now + keptFor;
}

/** The headers by which a request asks for what this page wrote last. */
export function versionHeaders(now = Date.now()): Record<string, string> {
  return last !== "" && now < until ? { [header]: last } : {};
}
