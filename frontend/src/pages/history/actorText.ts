// Who did something, in the reader's words where it was no person of the instance.

interface Words {
  commandLine: (user: string) => string;
  demo: string;
}

/** The history keeps "command line (root)" and "demo", whatever the reader's language. */
export function actorText(actor: string, words: Words): string {
  const user = /^command line \((.+)\)$/.exec(actor)?.[1];
  if (user) return words.commandLine(user);
  return actor === "demo" ? words.demo : actor;
}
