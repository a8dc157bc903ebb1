// A page about one member begins with one's own.
import { useEffect } from "react";
import { useAddress } from "../address/useAddress";
import { useMe } from "../api/territory";

/** Chooses the member one acts for where none is chosen yet, unless `wanted` is false. */
export function useOwnFirst(wanted = true) {
  const { address, go } = useAddress();
  const own = useMe().data?.member;
  const missing = wanted && own !== undefined && !address.of;
  useEffect(() => {
    if (missing) go({ of: own }, { replace: true });
  }, [missing, own, go]);
}
