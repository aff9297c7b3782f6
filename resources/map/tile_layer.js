// The tiles of the map: the ground, groups of points, the names over them, and single points over all, in one opaque
// canvas each (two layers of canvas pan at four fifths of the speed where there is no graphics processor). A tile keeps
// its ground, its names, and its marks by layer: a change fetches and paints again only the tiles it touches.

import { TILE } from "./ground.js";
import { readTile } from "./point_data.js";
import * as symbols from "./symbols.js";

const PAINT = {
  lighting: symbols.drawLighting,
  planned: symbols.drawPlanned,
  cameras: symbols.drawCamera,
  buttons: symbols.drawButton,
  sites: symbols.drawSite,
  centers: symbols.drawCenter,
};
const ORDER = Object.keys(PAINT);
// Below this zoom a layer would be noise: what is not in its groups is not drawn, and lighting is told by district.
const FROM = { sites: 13, lighting: 15 };
const UNDER_NAMES = new Set(["lighting"]); // what lies along streets lies under their names
const GATHER_MS = 80; // changes of a tile are gathered this long: with the tick before, on screen within 150 ms
const EQUATOR_M = 40075016.686;

export const TileLayer = L.GridLayer.extend({
  /** Fires `painted` when all that is in view is painted. */
  initialize(ground, labels) {
    L.GridLayer.prototype.initialize.call(this, { tileSize: TILE, updateWhenZooming: false });
    this.ground = ground;
    this.labels = labels;
    this.visible = new Set();
    this.underlays = []; // each has paint(context, coords, theme, sharp), between the ground and the marks
    this.underWay = 0;
  },

  createTile(coords, done) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = TILE * devicePixelRatio;
    canvas.data = new Map();
    canvas.stale = new Set();
    this._prepare(canvas, coords);
    this._fill(canvas, coords, [...this.visible]);
    setTimeout(() => done(null, canvas));
    return canvas;
  },

  /** Draw all tiles anew: another theme or language. */
  repaint(theme = this.theme) {
    this.theme = theme;
    for (const { el, coords } of Object.values(this._tiles ?? {})) {
      this._prepare(el, coords);
    }
  },

  /** An underlay shows something else. */
  repaintMarks() {
    for (const { el, coords } of Object.values(this._tiles ?? {})) this._paint(el, coords);
  },

  _prepare(canvas, coords) {
    canvas.ground = this.ground.draw(coords, this.theme, (better) => {
      canvas.ground = better;
      canvas.names = this.labels.draw(coords, this.theme);
      this._paint(canvas, coords);
    });
    canvas.names = this.labels.draw(coords, this.theme);
    this._paint(canvas, coords);
  },

  _shows(layer, zoom) {
    return this.visible.has(layer) && layer in PAINT && zoom >= (FROM[layer] ?? 0);
  },

  show(layer, isVisible) {
    this.visible[isVisible ? "add" : "delete"](layer);
    for (const tile of Object.values(this._tiles ?? {})) {
      if (isVisible && layer in PAINT) this._fill(tile.el, tile.coords, [layer]);
      else this._paint(tile.el, tile.coords);
    }
  },

  /** The states of points have changed: `touched` are [x, y] of tiles of `zoom`, null means all of them, at once. */
  refresh(layers, zoom = null, touched = null) {
    const keys = touched && new Set(touched.map(([x, y]) => `${x}/${y}`));
    for (const { el, coords } of Object.values(this._tiles)) {
      if (keys && (coords.z !== zoom || !keys.has(`${coords.x}/${coords.y}`))) continue;
      for (const layer of layers) el.stale.add(layer);
    }
    if (touched) this.due ??= setTimeout(() => this._fetchStale(), GATHER_MS);
    else this._fetchStale();
  },

  _fetchStale() {
    clearTimeout(this.due);
    this.due = null;
    for (const { el, coords } of Object.values(this._tiles)) {
      if (el.stale.size) this._fill(el, coords, [...el.stale]);
      el.stale.clear();
    }
  },

  /** The mark nearest to a point of the world's pixels within `reach`, or null. */
  nearest(x, y, reach) {
    const zoom = this._tileZoom;
    const tile = this._tiles[`${Math.floor(x / TILE)}:${Math.floor(y / TILE)}:${zoom}`];
    if (!tile) return null;
    const [left, top] = [tile.coords.x * TILE, tile.coords.y * TILE];
    let best = null, least = Infinity;
    for (const layer of ORDER) {
      if (!this._shows(layer, zoom)) continue;
      for (const mark of tile.el.data.get(layer) ?? []) {
        const distance = Math.hypot(mark.x + left - x, mark.y + top - y);
        if (distance < least && distance <= Math.max(reach, mark.radius)) {
          [best, least] = [{ kind: layer, mark, x: mark.x + left, y: mark.y + top, distance }, distance];
        }
      }
    }
    return best;
  },

  /** How many points the tiles on the screen stand for. */
  drawn() {
    let count = 0;
    for (const { el, coords } of Object.values(this._tiles ?? {})) {
      if (coords.z !== this._tileZoom) continue;
      for (const layer of ORDER) {
        if (!this._shows(layer, coords.z)) continue;
        for (const { x, y, count: points } of el.data.get(layer) ?? []) {
          if (x >= 0 && y >= 0 && x < TILE && y < TILE) count += points;
        }
      }
    }
    return count;
  },

  async _fill(canvas, coords, layers) {
    this.underWay++;
    const fetched = layers
      .filter((layer) => this._shows(layer, coords.z))
      .map(async (layer) => [layer, await fetchTile(layer, coords)]);
    for (const [layer, marks] of await Promise.all(fetched)) canvas.data.set(layer, marks);
    if (fetched.length) this._paint(canvas, coords);
    if (--this.underWay === 0) this.fire("painted");
  },

  _paint(canvas, coords) {
    const context = canvas.getContext("2d", { alpha: false });
    const sharp = canvas.width / TILE;
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(canvas.ground, 0, 0);
    for (const underlay of this.underlays) underlay.paint(context, coords, this.theme, sharp);
    context.setTransform(1, 0, 0, 1, 0, 0);
    const pixelsPerMetre = this._pixelsPerMetre(coords);
    const layers = ORDER.filter((layer) => this._shows(layer, coords.z));
    const each = (isGroup, of, draw) => {
      for (const layer of of) {
        for (const mark of canvas.data.get(layer) ?? []) {
          if ((mark.row === null) !== isGroup) continue;
          context.setTransform(sharp, 0, 0, sharp, mark.x * sharp, mark.y * sharp);
          draw(layer, mark);
        }
      }
    };
    each(true, layers, (_layer, mark) => {
      const drop = this._freeOfNames(coords, mark);
      symbols.drawCluster(context, mark, this.theme, drop === null ? "" : this.labels.number(mark.count), drop ?? 0);
    });
    const hasSight = this.visible.has("sight");
    const alone = (layer, mark) => PAINT[layer](context, mark, this.theme, coords.z, pixelsPerMetre, hasSight);
    each(false, layers.filter((layer) => UNDER_NAMES.has(layer)), alone);
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(canvas.names, 0, 0);
    each(false, layers.filter((layer) => !UNDER_NAMES.has(layer)), alone);
  },

  /** Where the number of a group can be read: how far below its middle, just beside its rim at worst; null nowhere. */
  _freeOfNames(coords, { x, y, radius }) {
    const beside = radius + 5;
    return [0, beside, -beside].find((drop) => !this.labels.cover(coords, x, y + drop, drop ? 6 : radius * 0.6)) ?? null;
  },

  _pixelsPerMetre(coords) {
    const size = 256 * 2 ** coords.z;
    const latitude = Math.atan(Math.sinh(Math.PI * (1 - (2 * (coords.y + 0.5) * TILE) / size)));
    return size / (EQUATOR_M * Math.cos(latitude));
  },
});

async function fetchTile(layer, { x, y, z }) {
  const answer = await fetch(`points/${layer}/${z}/${x}/${y}`);
  return answer.ok ? readTile(await answer.arrayBuffer()) : [];
}
