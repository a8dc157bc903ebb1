// The colours of the answers, the same on the map, in charts and in tables.

export type Scheme = "light" | "dark";

export interface Palette {
  water: string;
  land: string;
  border: string;
  borderFaint: string;
  label: string;
  labelStrong: string;
  /** What one member collects alone. */
  reach: string;
  /** What the pool adds. */
  opening: string;
  /** Lines of the hatching of what nobody collects. */
  gap: string;
  /** Dots over what is not yet in service. */
  planned: string;
  /** What can be done, and what is chosen. */
  accent: string;
  /** From one member to many: each step further from the ground than the last. */
  depth: readonly string[];
}

// The ramp runs through green to blue with lightness strictly monotonic, so it
// reads the same with any colour vision and in print (colors.test.ts).
export const palettes: Record<Scheme, Palette> = {
  light: {
    water: "#dfe6e9",
    land: "#faf9f5",
    border: "#b9b8b0",
    borderFaint: "#dddbd3",
    label: "#6b7178",
    labelStrong: "#3c4248",
    reach: "#2f74c8",
    opening: "#e39a1c",
    gap: "#72767d",
    planned: "#1f2328",
    accent: "#5548b0",
    depth: ["#c3e6d3", "#8fcdb9", "#57ae9f", "#2f8c8c", "#1d6a79", "#174961", "#122a47"],
  },
  dark: {
    water: "#0e1215",
    land: "#1b1f23",
    border: "#4a5158",
    borderFaint: "#2c3237",
    label: "#8d949b",
    labelStrong: "#c9ced3",
    reach: "#5b9ce8",
    opening: "#f0ae47",
    gap: "#8f959c",
    planned: "#f4f5f6",
    accent: "#a79df0",
    depth: ["#1c4b51", "#23686b", "#318685", "#51a692", "#80c3a5", "#b6debe", "#e9f7df"],
  },
};

/** The colour at a place of a ramp, 0 its first; between two colours, their mix. */
function along(ramp: readonly string[], at: number): string {
  const before = ramp[Math.floor(at)] as string;
  const after = ramp[Math.ceil(at)] as string;
  const part = at - Math.floor(at);
  const mixed = [1, 3, 5].map((i) => {
    const [a, b] = [before, after].map((hex) => Number.parseInt(hex.slice(i, i + 2), 16)) as [
      number,
      number,
    ];
    return Math.round(a + (b - a) * part)
      .toString(16)
      .padStart(2, "0");
  });
  return `#${mixed.join("")}`;
}

/** One step of the legend: depths from `from` to `to` (Infinity: and more), one colour. */
export interface DepthClass {
  from: number;
  to: number;
  color: string;
}

/**
 * The steps for answers up to `max` deep: one a depth up to seven, else widening
 * ones, so that ten operators and sixty both read at a glance.
 */
export function depthClasses(max: number, ramp: readonly string[]): DepthClass[] {
  const deepest = Math.max(1, Math.floor(max));
  const bounds = deepest <= 7 ? [1, 2, 3, 4, 5, 6, 7].slice(0, deepest) : [1, 2, 3, 4, 6, 9, 14];
  const used = bounds.filter((from) => from <= deepest);
  // Few steps are spread over the ramp, whose neighbours would hardly differ; the
  // first is always the ramp's own first, so that "one member" looks the same everywhere.
  const at = (i: number) => (i * (ramp.length - 1)) / Math.max(used.length - 1, 3);
  return used.map((from, i) => {
    const next = used[i + 1];
    return {
      from,
      to: next === undefined ? (deepest > 7 ? Number.POSITIVE_INFINITY : from) : next - 1,
      color: along(ramp, at(i)),
    };
  });
}

/** The legend's words for a step: "3", "4–5", "14+". */
export function depthLabel({ from, to }: DepthClass): string {
  if (to === Number.POSITIVE_INFINITY) return `${from}+`;
  return from === to ? `${from}` : `${from}–${to}`;
}
