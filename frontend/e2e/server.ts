// The demonstration, served once for all tests of it and stopped afterwards, with a
// geocoder of its own beside it. MAILLAGE_E2E_URL points at one that runs.
import { geocoder } from "./geocoder";
import { serve } from "./program";

export default async function start(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.MAILLAGE_E2E_URL) return;
  const addresses = await geocoder();
  process.env.MAILLAGE_E2E_GEOCODER = addresses.url;
  const program = await serve(["--demo"], { MAILLAGE_GEOCODER: `${addresses.url}/search/csv` });
  process.env.MAILLAGE_E2E_URL = program.url;
  return async () => {
    await program.stop();
    addresses.stop();
  };
}
