// From a picture to a MapLibre style: a pure function, so that switching modes
// is one diff of two styles and a test can read what would be drawn.
import type {
  ExpressionSpecification,
  LayerSpecification,
  SourceSpecification,
  StyleSpecification,
} from "@maplibre/maplibre-gl-style-spec";
import { type Palette, palettes } from "../theme/colors";
import { boundaries, font, ground, names } from "./basemap";
import { changeLayers } from "./changes";
import { popLayers, zoneLayers } from "./entries";
import type { Answer, Picture } from "./picture";
import { planLayers } from "./plan";

/** The deepest zoom the server draws; nearer, the map enlarges these tiles. */
const deepest = { base: 12, cells: 13, zones: 14, pops: 12, units: 14 };

function tiles(origin: string, name: string, query: string, maxzoom: number): SourceSpecification {
  return { type: "vector", tiles: [`${origin}/tiles/${name}/{z}/{x}/{y}.mvt${query}`], maxzoom };
}

function cells(source: string, id: string, paint: Record<string, unknown>): LayerSpecification {
  return {
    id,
    type: "fill",
    source,
    "source-layer": source.replace(/-.*/, ""),
    paint: { "fill-antialias": false, ...paint },
  } as LayerSpecification;
}

/** The sources and layers of the answer itself. */
function answerOf(answer: Answer, origin: string, palette: Palette) {
  const sources: Record<string, SourceSpecification> = {};
  const layers: LayerSpecification[] = [];
  const source = (id: string, query: string) => {
    sources[id] = tiles(origin, id.replace(/-.*/, ""), query, deepest.cells);
  };
  const dots = (query: string | null) => {
    if (query === null) return;
    source("coverage-planned", query);
    layers.push(
      cells("coverage-planned", "planned", {
        "fill-pattern": `dots:${palette.planned}`,
        "fill-opacity": 0.5,
      }),
    );
  };
  const solid = (id: string, color: string, query: string) => {
    source(id, query);
    layers.push(cells(id, id, { "fill-color": color, "fill-opacity": 0.78 }));
  };
  switch (answer.kind) {
    case "coverage": {
      source("coverage", answer.query);
      const [first, ...rest] = answer.classes;
      const color =
        rest.length === 0
          ? (first?.color ?? palette.reach)
          : ([
              "step",
              ["get", "depth"],
              first?.color,
              ...rest.flatMap((c) => [c.from, c.color]),
            ] as ExpressionSpecification);
      layers.push(
        cells("coverage", "coverage", {
          "fill-color": color,
          "fill-opacity":
            answer.from > 1 ? ["case", ["<", ["get", "depth"], answer.from], 0.35, 0.9] : 0.9,
        }),
      );
      dots(answer.planned);
      break;
    }
    case "pair":
      source("coverage", answer.query);
      layers.push(
        cells("coverage", "coverage", {
          "fill-color": ["step", ["get", "depth"], palette.depth[0], 2, palette.depth[4]],
          "fill-opacity": 0.9,
        }),
      );
      break;
    case "reach":
      solid("reach", palette.reach, answer.query);
      dots(answer.planned);
      break;
    case "preview":
      source("coverage", answer.query);
      layers.push(
        cells("coverage", "coverage", { "fill-color": palette.reach, "fill-opacity": 0.32 }),
      );
      solid("reach", palette.reach, answer.query);
      break;
    case "gaps":
      source("gaps", answer.query);
      layers.push(cells("gaps", "gaps", { "fill-pattern": `hatch:${palette.gap}` }));
      break;
    case "openings":
      solid("reach", palette.reach, answer.query);
      solid("openings", palette.opening, answer.query);
      break;
  }
  return { sources, layers };
}

/** Outlines of a kind of unit that the basemap does not have, named when near. */
function unitLayers(palette: Palette): LayerSpecification[] {
  const from = { source: "units", "source-layer": "units" };
  return [
    {
      id: "units",
      type: "line",
      ...from,
      paint: {
        "line-color": palette.label,
        "line-width": ["interpolate", ["linear"], ["zoom"], 6, 0.5, 12, 1.2],
        "line-opacity": 0.75,
      },
    },
    {
      id: "units-name",
      type: "symbol",
      ...from,
      minzoom: 12,
      layout: {
        "text-field": ["coalesce", ["get", "name"], ["get", "code"]],
        "text-font": font,
        "text-size": 10.5,
        "text-max-width": 8,
        "text-padding": 12,
      },
      paint: {
        "text-color": palette.label,
        "text-halo-color": palette.land,
        "text-halo-width": 1.2,
      },
    },
  ];
}

/** Gaps of one piece, each with its rank. */
function regionLayers(palette: Palette): LayerSpecification[] {
  return [
    {
      id: "regions",
      type: "line",
      source: "regions",
      paint: { "line-color": palette.accent, "line-width": 1.4 },
    },
    {
      id: "regions-rank",
      type: "symbol",
      source: "regions",
      layout: {
        "text-field": ["to-string", ["get", "rank"]],
        "text-font": font,
        "text-size": 12,
        "symbol-sort-key": ["get", "rank"],
      },
      paint: {
        "text-color": palette.accent,
        "text-halo-color": palette.land,
        "text-halo-width": 1.6,
      },
    },
  ];
}

/** The unit asked about: its outline where the tiles have it, else its box. */
function placeOf(picture: Picture, palette: Palette) {
  const sources: Record<string, SourceSpecification> = {};
  const layers: LayerSpecification[] = [];
  const { place, mark } = picture;
  const line = { "line-color": palette.accent, "line-width": 2.2 };
  const [source, layer] =
    place?.kind === "commune"
      ? ["base", "communes"]
      : place?.kind === "departement"
        ? ["base", "departements"]
        : place && place.kind === picture.units
          ? ["units", "units"]
          : [null, ""];
  const outlined = place && source;
  if (outlined) {
    layers.push({
      id: "place",
      type: "line",
      source,
      "source-layer": layer,
      filter: ["==", ["get", "code"], place.code],
      paint: line,
    });
  }
  if (place?.box && !outlined) {
    const [w, s, e, n] = place.box;
    sources.place = {
      type: "geojson",
      data: {
        type: "LineString",
        coordinates: [
          [w, s],
          [e, s],
          [e, n],
          [w, n],
          [w, s],
        ],
      },
    };
    layers.push({
      id: "place",
      type: "line",
      source: "place",
      paint: { ...line, "line-width": 1.4, "line-dasharray": [3, 2] },
    });
  }
  if (mark) {
    sources.mark = { type: "geojson", data: { type: "Point", coordinates: mark } };
    layers.push(
      {
        id: "mark-halo",
        type: "circle",
        source: "mark",
        paint: { "circle-radius": 11, "circle-color": palette.accent, "circle-opacity": 0.22 },
      },
      {
        id: "mark",
        type: "circle",
        source: "mark",
        paint: {
          "circle-radius": 5,
          "circle-color": palette.accent,
          "circle-stroke-color": palette.land,
          "circle-stroke-width": 2,
        },
      },
    );
  }
  return { sources, layers };
}

/** The whole style of a picture. `origin` makes the tile addresses absolute, as workers need. */
export function styleOf(picture: Picture, origin: string): StyleSpecification {
  const palette = palettes[picture.scheme];
  const background: LayerSpecification = {
    id: "water",
    type: "background",
    paint: { "background-color": palette.water },
  };
  if (!picture.ready) return { version: 8, sources: {}, layers: [background] };
  const answer = answerOf(picture.answer, origin, palette);
  const place = placeOf(picture, palette);
  const sources: Record<string, SourceSpecification> = {
    base: {
      ...tiles(origin, "base", "", deepest.base),
      attribution: picture.attribution,
    } as SourceSpecification,
    ...answer.sources,
    ...place.sources,
  };
  const plan = picture.plan && planLayers(picture.plan, palette);
  Object.assign(sources, plan?.sources);
  const layers = [
    background,
    ...ground(palette),
    ...answer.layers,
    ...(plan?.under ?? []),
    ...boundaries(palette),
  ];
  if (picture.units !== null) {
    const query = `?unit=${encodeURIComponent(picture.units)}`;
    sources.units = tiles(origin, "units", query, deepest.units);
    layers.push(...unitLayers(palette));
  }
  if (picture.zones !== null) {
    sources.zones = tiles(origin, "zones", picture.zones, deepest.zones);
    layers.push(...zoneLayers(picture, palette));
  }
  if (picture.regions) {
    sources.regions = { type: "geojson", data: picture.regions };
    layers.push(...regionLayers(palette));
  }
  const changes = picture.changes ? changeLayers(palette) : null;
  if (picture.changes && changes) {
    sources.changes = { type: "geojson", data: picture.changes };
    layers.push(...changes.land);
  }
  layers.push(names(palette, picture.pops !== null));
  if (picture.pops !== null) {
    sources.pops = tiles(origin, "pops", picture.pops, deepest.pops);
    layers.push(...popLayers(picture, palette));
  }
  if (changes) layers.push(...changes.pops);
  layers.push(...(plan?.over ?? []), ...place.layers);
  return { version: 8, sources, layers };
}
