// The map itself: the only file that drives MapLibre. Outside, it is a handle
// of a few plain functions.
import {
  AttributionControl,
  type LngLatBoundsLike,
  Map as MapLibreMap,
  NavigationControl,
  ScaleControl,
  setWorkerUrl,
  type Tile,
} from "maplibre-gl";
import workerUrl from "maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url";
import "maplibre-gl/dist/maplibre-gl.css";
import type { LonLat } from "../address/address";
import { versionHeaders } from "../api/version";
import type { Scheme } from "../theme/colors";
import { type Box, mainland } from "./box";
import { pattern, patternRatio } from "./patterns";
import type { Picture } from "./picture";
import { styleOf } from "./style";

setWorkerUrl(workerUrl);

interface AtlasWords {
  label: string;
  zoomIn: string;
  zoomOut: string;
}

export interface Atlas {
  show(picture: Picture): void;
  /** Fits a box [west, south, east, north] in view. */
  fit(box: Box): void;
  /** Brings a point into view, near enough to tell it from its neighbours. */
  goTo(point: LonLat, zoom: number): void;
  /** Hands over the map as it stands, in the colours of paper, as the address of an image. */
  picture(take: (url: string) => void): void;
  /** Fetches the answers' tiles anew, after the inventory changed. */
  refresh(): void;
  /** Begins all tiles again, after some could not be had. */
  retry(): void;
  setWords(words: AtlasWords): void;
  destroy(): void;
}

interface Options {
  picture: Picture;
  words: AtlasWords;
  /** A point of the land was asked about, by click, touch or Enter. */
  onPoint(point: LonLat): void;
  /** A tile could not be had; called once until tiles come again. */
  onTrouble(troubled: boolean): void;
}

/** Room around what is brought into view; the territories stand at the top. */
const padding = { top: 64, right: 32, bottom: 40, left: 32 };

/** How long a picture waits for the map to be drawn anew, in milliseconds. */
const longestStill = 4000;

const stillness = window.matchMedia("(prefers-reduced-motion: reduce)");

/** Throws when the browser has no WebGL 2. */
export function createAtlas(
  container: HTMLElement,
  { picture, words, onPoint, onTrouble }: Options,
): Atlas {
  let shown = picture;
  // A style can be changed once it is there; before, the library would begin it anew.
  let styled = false;
  const positioned = /^#[\d.]+\/-?[\d.]+\/-?[\d.]+/.test(window.location.hash);
  const map = new MapLibreMap({
    container,
    style: styleOf(picture, window.location.origin),
    ...(positioned ? {} : { bounds: mainland as unknown as LngLatBoundsLike }),
    fitBoundsOptions: { padding },
    hash: true,
    minZoom: 2,
    maxZoom: 17,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    attributionControl: false,
    renderWorldCopies: false,
    // Tiles, too, have what this page wrote before in them.
    transformRequest: (url) =>
      url.startsWith(`${window.location.origin}/tiles/`)
        ? { url, headers: versionHeaders() }
        : { url },
    fadeDuration: stillness.matches ? 0 : 150,
  });
  map.touchZoomRotate.disableRotation();
  map.keyboard.disableRotation();
  map.addControl(new NavigationControl({ showCompass: false }), "top-right");
  map.addControl(new AttributionControl({ compact: false }), "bottom-right");
  map.addControl(new ScaleControl({ maxWidth: 90 }), "bottom-left");
  const canvas = map.getCanvas();

  map.setMissingStyleImageResolver((id) => {
    const drawn = pattern(id);
    if (drawn && !map.hasImage(id)) map.addImage(id, drawn, { pixelRatio: patternRatio });
  });
  map.on("click", (event) => onPoint([event.lngLat.lng, event.lngLat.lat]));
  canvas.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    const { lng, lat } = map.getCenter();
    onPoint([lng, lat]);
  });
  // Tiles that did not come, until they do or all are asked for again.
  const failed = new Set<string>();
  const tell = () => onTrouble(failed.size > 0);
  const keyOf = (sourceId: string, tile?: Tile) => `${sourceId} ${tile?.tileID.key ?? ""}`;
  map.on("error", (event) => {
    // A tile that will not come is told in the page; anything else is a fault of ours.
    const { sourceId = "", tile } = event as { sourceId?: string; tile?: Tile };
    if (!sourceId && !tile) throw event.error;
    failed.add(keyOf(sourceId, tile));
    tell();
  });
  map.on("sourcedata", (event) => {
    if (event.tile && failed.delete(keyOf(event.sourceId, event.tile))) tell();
  });

  function setWords(next: AtlasWords) {
    canvas.setAttribute("aria-label", next.label);
    canvas.setAttribute("aria-describedby", "map-help");
    const name = (selector: string, text: string) => {
      const button = container.querySelector(selector);
      button?.setAttribute("aria-label", text);
      button?.setAttribute("title", text);
    };
    name(".maplibregl-ctrl-zoom-in", next.zoomIn);
    name(".maplibregl-ctrl-zoom-out", next.zoomOut);
  }
  setWords(words);
  // For the end-to-end driver alone: nothing in the page reads it.
  Object.assign(window, { __map: map });

  map.once("style.load", () => {
    styled = true;
    if (shown !== picture) map.setStyle(styleOf(shown, window.location.origin), { diff: true });
  });

  const motion = () => ({ animate: !stillness.matches, duration: 900 });
  return {
    show(next) {
      if (next === shown) return;
      shown = next;
      if (styled) map.setStyle(styleOf(next, window.location.origin), { diff: true });
    },
    fit: (box) =>
      void map.fitBounds(box as unknown as LngLatBoundsLike, {
        padding,
        maxZoom: 13,
        ...motion(),
      }),
    goTo: (point, zoom) =>
      void map.flyTo({ center: point, zoom: Math.max(zoom, map.getZoom()), ...motion() }),
    picture(take) {
      const draw = (scheme: Scheme) =>
        map.setStyle(styleOf({ ...shown, scheme }, window.location.origin), { diff: true });
      const read = () => {
        // What is drawn can be read while it is drawn alone.
        map.once("render", () => {
          take(canvas.toDataURL("image/png"));
          if (shown.scheme !== "light") draw(shown.scheme);
        });
        map.triggerRepaint();
      };
      if (shown.scheme === "light") return read();
      // Paper is white, whatever the screen is. Where a tile never comes, as it stands then.
      let asked = false;
      const once = () => {
        if (!asked) read();
        asked = true;
      };
      draw("light");
      map.once("idle", once);
      setTimeout(once, longestStill);
    },
    refresh() {
      for (const id of Object.keys(map.getStyle().sources)) {
        if (id !== "base" && map.getSource(id)?.type === "vector") map.refreshTiles(id);
      }
    },
    retry() {
      // The library never asks again for a tile that failed while its source stays.
      const { origin } = window.location;
      failed.clear();
      tell();
      map.setStyle(styleOf({ ...shown, ready: false }, origin), { diff: true });
      map.setStyle(styleOf(shown, origin), { diff: true });
    },
    setWords,
    destroy: () => map.remove(),
  };
}
