import { describe, expect, test } from "vitest";
import { depthClasses, depthLabel, palettes } from "./colors";

/** Relative luminance of #rrggbb (WCAG 2.2). */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((i) => {
    const c = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

describe.each(["light", "dark"] as const)("%s palette", (scheme) => {
  const palette = palettes[scheme];

  test("each depth stands further from the land than the one before", () => {
    const steps = palette.depth.map((color) => contrast(color, palette.land));
    for (let i = 1; i < steps.length; i++) {
      expect(steps[i], `step ${i + 1}`).toBeGreaterThan((steps[i - 1] as number) * 1.15);
    }
    expect(steps[0]).toBeGreaterThan(1.15);
  });

  test("names on the map can be read", () => {
    expect(contrast(palette.label, palette.land)).toBeGreaterThan(4.5);
    expect(contrast(palette.labelStrong, palette.land)).toBeGreaterThan(7);
  });
});

describe("depth classes", () => {
  const ramp = palettes.light.depth;

  test.each([1, 2, 5, 7, 8, 12, 60])("up to %i deep: no depth left out, no colour twice", (max) => {
    const classes = depthClasses(max, ramp);
    for (let depth = 1; depth <= max; depth++) {
      expect(classes.filter((c) => c.from <= depth && depth <= c.to)).toHaveLength(1);
    }
    expect(new Set(classes.map((c) => c.color)).size).toBe(classes.length);
  });

  test("labels", () => {
    expect(depthClasses(3, ramp).map(depthLabel)).toEqual(["1", "2", "3"]);
    expect(depthClasses(60, ramp).map(depthLabel)).toEqual([
      "1",
      "2",
      "3",
      "4–5",
      "6–8",
      "9–13",
      "14+",
    ]);
  });
});
