// The steps of depth in use: those of all France, whatever territory the
// figures are of, so that a colour means the same wherever one looks.
import { useComputedColorScheme } from "@mantine/core";
import { useMemo } from "react";
import { useAddress } from "../address/useAddress";
import { useCoverage } from "../api/answers";
import { filterOf } from "../api/filter";
import { type DepthClass, depthClasses, palettes } from "../theme/colors";

export function useDepthClasses(ready = true): DepthClass[] {
  const { address } = useAddress();
  const scheme = useComputedColorScheme("light", { getInitialValueInEffect: false });
  const { territory: _, ...filter } = filterOf(address);
  const coverage = useCoverage(filter, undefined, ready);
  const deepest = Math.max(
    1,
    ...(coverage.data?.by_depth ?? []).filter((d) => d.km2 > 0).map((d) => d.depth),
  );
  return useMemo(() => depthClasses(deepest, palettes[scheme].depth), [deepest, scheme]);
}
