// Patterns drawn at run time, so that hatching and dots follow the theme and
// nothing has to be fetched. Names carry the colour: "hatch:#72767d".

interface Pattern {
  width: number;
  height: number;
  data: Uint8ClampedArray;
}

/** Device pixels a CSS pixel of the patterns. */
export const patternRatio = 2;

function rgb(hex: string): [number, number, number] {
  return [1, 3, 5].map((i) => Number.parseInt(hex.slice(i, i + 2), 16)) as [number, number, number];
}

function paint(size: number, hex: string, alpha: (x: number, y: number) => number): Pattern {
  const data = new Uint8ClampedArray(size * size * 4);
  const [r, g, b] = rgb(hex);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      data.set(
        [r, g, b, Math.round(255 * Math.min(1, Math.max(0, alpha(x, y))))],
        (y * size + x) * 4,
      );
    }
  }
  return { width: size, height: size, data };
}

/** The pattern of a name, or null when the name is not one of a pattern. */
export function pattern(name: string): Pattern | null {
  const [kind, hex] = name.split(":");
  if (!hex || !/^#[0-9a-f]{6}$/i.test(hex)) return null;
  if (kind === "hatch") {
    // Lines at 45°, one every 14 device pixels, edges smoothed over one pixel;
    // a faint ground keeps small areas visible between two lines.
    const size = 14;
    return paint(size, hex, (x, y) => {
      const offset = (x + y) % size;
      const distance = Math.min(offset, size - offset) / Math.SQRT2;
      return 0.09 + 0.62 * Math.min(1, Math.max(0, 1.5 - distance));
    });
  }
  if (kind === "dots") {
    // Staggered dots: two in a square of 16 device pixels.
    const size = 16;
    return paint(size, hex, (x, y) => {
      const near = [
        [4, 4],
        [12, 12],
      ].map(([cx, cy]) => Math.hypot(x - (cx as number), y - (cy as number)));
      return 0.75 * (2.3 - Math.min(...near));
    });
  }
  return null;
}
