// The demonstration, served once for all tests of it and stopped afterwards.
// MAILLAGE_E2E_URL points at one that runs.
import { serve } from "./program";

export default async function start(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.MAILLAGE_E2E_URL) return;
  const program = await serve(["--demo"]);
  process.env.MAILLAGE_E2E_URL = program.url;
  return program.stop;
}
