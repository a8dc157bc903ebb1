// What the map is asked to show: plain data, from which the style is made.
import type { FeatureCollection } from "geojson";
import type { LonLat } from "../address/address";
import type { DepthClass, Scheme } from "../theme/colors";
import type { PlanPicture } from "./plan";

/** The answer in colour. Queries are those of the tiles: "" or "?…". */
export type Answer =
  | { kind: "none" }
  | {
      kind: "coverage";
      query: string;
      classes: DepthClass[];
      planned: string | null;
      /** Land with fewer members than this is drawn faintly. */
      from: number;
    }
  | { kind: "pair"; query: string }
  | { kind: "reach"; query: string; planned: string | null }
  /** One member's entries as someone else sees them: by name, and without. */
  | { kind: "preview"; query: string }
  | { kind: "gaps"; query: string }
  | { kind: "openings"; query: string };

export interface Picture {
  scheme: Scheme;
  /** False until the territory is there: only water is drawn. */
  ready: boolean;
  answer: Answer;
  /** Tile queries of what stands over the answer; null hides it. */
  pops: string | null;
  zones: string | null;
  /** The kind of unit whose outlines are drawn, where the basemap has none; null: none are. */
  units: string | null;
  /** Gaps of one piece, outlined; null: none are. */
  regions: FeatureCollection | null;
  /** A plan's candidates and picks; null: none is shown. */
  plan: PlanPicture | null;
  /** What an upload or a simulation would change: land won and lost, PoPs; null: none is looked at. */
  changes: FeatureCollection | null;
  /** Colours of the members, by slug. */
  colors: Record<string, string>;
  /** A point asked about. */
  mark: LonLat | null;
  /** A unit asked about; its box [west, south, east, north] when it has one. */
  place: { kind: string; code: string; box: [number, number, number, number] | null } | null;
  attribution: string;
}
