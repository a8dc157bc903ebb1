// The demonstration, served once for all tests of it and stopped afterwards, with a
// geocoder of its own beside it. MAILLAGE_E2E_URL points at one that runs.
import { geocoder } from "./geocoder";
import { serve } from "./program";

export interface Demonstration {
  url: string;
  /** Where its geocoder listens; none when it was running before. */
  geocoder?: string;
  stop: () => Promise<void>;
}

export async function demonstration(): Promise<Demonstration> {
  const running = process.env.MAILLAGE_E2E_URL;
  if (running) return { url: running, stop: async () => {} };
  const addresses = await geocoder();
  const program = await serve(["--demo"], { MAILLAGE_GEOCODER: `${addresses.url}/search/csv` });
  return {
    url: program.url,
    geocoder: addresses.url,
    stop: async () => {
      await program.stop();
      addresses.stop();
    },
  };
}
