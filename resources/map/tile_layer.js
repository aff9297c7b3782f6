// The tiles of the map: the ground, groups of points, the names over them, and single points over all, in one opaque
// canvas each, which the screen copies. A tile keeps its ground, its names, and its marks by layer: a change paints again
// only the marks it is of, or fetches the tiles it touches. Tiles are drawn ahead of the view, one between two frames;
// but of the first picture the points at once, and ground and names when they are on the screen.

import { TILE } from "./ground.js";
import { readTiles } from "./point_data.js";
import { onScreen, screenOf } from "./screen.js";
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
export const FROM = { sites: 13, lighting: 15 };
const UNDER_NAMES = new Set(["lighting"]); // what lies along streets lies under their names
const GATHER_MS = 25; // tiles that are old are gathered this long before they are fetched anew
const AHEAD_PX = 192; // so far beyond the view tiles are prepared
const MANY = 24; // from so many changed marks on a tile is painted as a whole
const REACH_PX = 32; // as far as a mark reaches from its middle (point_tiles.py: MARGIN)
const EQUATOR_M = 40075016.686;

export const TileLayer = L.GridLayer.extend({
  /** Fires `painted` when all that is in view is painted, `mended` when marks that changed are. */
  initialize(ground, labels) {
    L.GridLayer.prototype.initialize.call(this, {
      tileSize: TILE,
      updateWhenZooming: false,
      updateInterval: 100,
      keepBuffer: 1,
    });
    this.ground = ground;
    this.labels = labels;
    this.visible = new Set();
    this.underlays = []; // each has paint(context, coords, theme, sharp), between the ground and the marks
    this.overlays = []; // the same, over the names
    this.underWay = 0;
    this.waiting = []; // tiles that are not drawn yet
    this.changes = new Map(); // by layer: counts by mark, since they were last painted
    this.ahead = 0;
    this.isFirst = true; // until the first picture is there: all points on bare land
  },

  /** The points are on the screen: now the ground and the names, in one go, and the tiles around it. */
  complete() {
    this.isFirst = false;
    const tiles = Object.values(this._tiles);
    this.underWay += tiles.length;
    for (const { el, coords } of tiles) this._draw({ canvas: el, coords, done: () => {} });
    this.ahead = AHEAD_PX;
    this._update();
  },

  onAdd(map) {
    this.screen = screenOf(map);
    L.GridLayer.prototype.onAdd.call(this, map);
    this.getContainer().style.display = "none"; // the screen shows the tiles, the browser need not
    this.screen.lay(this);
  },

  onRemove(map) {
    this.screen.lift(this);
    L.GridLayer.prototype.onRemove.call(this, map);
  },

  /** Tiles a little beyond the view too: what a hand drags into it is there already. */
  _getTiledPixelBounds(center) {
    const { min, max } = L.GridLayer.prototype._getTiledPixelBounds.call(this, center);
    return L.bounds(min.subtract([this.ahead, this.ahead]), max.add([this.ahead, this.ahead]));
  },

  /** What the screen shows of the tiles: those of another zoom stand in until those of this one are filled. */
  copyTo(context, view, box) {
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.imageSmoothingQuality = "low";
    const rank = ({ el, coords }) => (coords.z !== this._tileZoom ? 1 : el.isFilled ? 2 : 0);
    const tiles = Object.values(this._tiles).filter(({ el }) => el.isDrawn).sort((a, b) => rank(a) - rank(b));
    const area = (box.right - box.left) * (box.bottom - box.top);
    let covered = 0;
    const placed = tiles.map((tile) => {
      const { el, coords } = tile, scale = 2 ** (view.zoom - coords.z) * TILE * view.sharp;
      const left = Math.round(coords.x * scale - view.x), right = Math.round((coords.x + 1) * scale - view.x);
      const top = Math.round(coords.y * scale - view.y), bottom = Math.round((coords.y + 1) * scale - view.y);
      const width = Math.min(right, box.right) - Math.max(left, box.left);
      const height = Math.min(bottom, box.bottom) - Math.max(top, box.top);
      if (width <= 0 || height <= 0) return null;
      if (coords.z === this._tileZoom) covered += width * height;
      return { el, left, top, width: right - left, height: bottom - top };
    });
    if (covered < area) {
      context.fillStyle = this.theme?.ground ?? "#000";
      context.fillRect(box.left, box.top, box.right - box.left, box.bottom - box.top);
    }
    for (const tile of placed) {
      if (!tile) continue;
      if (tile.width === tile.el.width && tile.height === tile.el.height) context.drawImage(tile.el, tile.left, tile.top);
      else context.drawImage(tile.el, tile.left, tile.top, tile.width, tile.height);
    }
  },

  createTile(coords, done) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = Math.round(TILE * devicePixelRatio);
    canvas.data = new Map();
    canvas.stale = new Set();
    canvas.fetching = 0;
    canvas.missed = [];
    this._wait(canvas, coords, done);
    this.underWay++;
    this._fill(canvas, coords, ORDER).finally(() => {
      canvas.isFilled = true;
      if (this.isFirst) this._paint(canvas, coords);
      this._ended();
      if (canvas.isDrawn) done(null, canvas);
    });
    return canvas;
  },

  /** Let a tile wait to be drawn. */
  _wait(canvas, coords, done = () => {}) {
    this.waiting.push({ canvas, coords, done });
    this.underWay++;
    this._drawNext();
  },

  /** Draw the tile that is nearest to the middle of the view, then the next one, but let frames between. */
  _drawNext() {
    this.drawing ??= scheduler.postTask(() => {
      this.drawing = null;
      const isWanted = ({ canvas, coords }) => this._tiles?.[this._tileCoordsToKey(coords)]?.el === canvas;
      this.waiting = this.waiting.filter((tile) => isWanted(tile) || this._ended());
      const middle = this._map?.getPixelBounds().getCenter().divideBy(TILE);
      const far = ({ coords }) => Math.hypot(coords.x + 0.5 - middle.x, coords.y + 0.5 - middle.y);
      this.waiting.sort((a, b) => far(b) - far(a));
      // The first picture has no frame before it that could wait: it comes as a whole.
      for (const tile of this.waiting.splice(this.isFirst ? 0 : -1).reverse()) this._draw(tile);
      if (this.waiting.length) this._drawNext();
    });
  },

  /** Draw a tile; of the first picture only its points. */
  _draw({ canvas, coords, done }) {
    canvas.isDrawn = true;
    if (this.isFirst) this._paint(canvas, coords);
    else if (canvas.ground) this._name(canvas, coords);
    else this._prepare(canvas, coords);
    if (canvas.isFilled) done(null, canvas);
    this._ended();
  },

  /** Something that was under way has come to its end. */
  _ended() {
    if (--this.underWay === 0) this.fire("painted");
  },

  /** Draw all tiles anew: another theme or language. */
  repaint(theme = this.theme) {
    this.theme = theme;
    for (const { el, coords } of Object.values(this._tiles ?? {})) if (el.isDrawn) this._prepare(el, coords);
  },

  /** An underlay shows something else. */
  repaintMarks() {
    for (const { el, coords } of Object.values(this._tiles ?? {})) this._paint(el, coords);
  },

  _prepare(canvas, coords) {
    canvas.ground = this.ground.draw(coords, this.theme, (better) => {
      canvas.ground = better;
      this._name(canvas, coords);
    });
    this._name(canvas, coords);
  },

  /** The names of a tile, which numbers keep clear of. */
  _name(canvas, coords) {
    if (!this.isFirst) canvas.names = this.labels.draw(coords, this.theme);
    for (const marks of canvas.data.values()) for (const mark of marks) mark.number = undefined;
    this._paint(canvas, coords);
  },

  /** What cameras see may be shown without their dots. */
  _shows(layer, zoom) {
    if (layer === "cameras" && this.visible.has("sight") && zoom >= symbols.SIGHT_FROM) return true;
    return this.visible.has(layer) && layer in PAINT && zoom >= (FROM[layer] ?? 0);
  },

  show(layer, isVisible) {
    this.visible[isVisible ? "add" : "delete"](layer);
    for (const tile of Object.values(this._tiles ?? {})) {
      if (isVisible && layer in PAINT) this._fill(tile.el, tile.coords, [layer]);
      else if (isVisible && layer === "sight" && !tile.el.data.has("cameras")) this._fill(tile.el, tile.coords, ["cameras"]);
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
        if (distance > Math.max(reach, mark.radius)) continue;
        // What is drawn above goes before what lies under it: a single point before the group it stands on.
        const weight = distance + (mark.row === null ? reach : 0);
        if (weight < least) [best, least] = [{ kind: layer, mark, x: mark.x + left, y: mark.y + top, distance }, weight];
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
    const wanted = layers.filter((layer) => this._shows(layer, coords.z));
    if (!wanted.length) return;
    this.underWay++;
    canvas.fetching++;
    const fetched = await fetchTile(wanted, coords);
    wanted.forEach((layer, i) => canvas.data.set(layer, fetched[i]));
    if (--canvas.fetching === 0) canvas.missed.splice(0).forEach((change) => this._take(canvas, change));
    this._paint(canvas, coords);
    this._ended();
  },

  /** Points have changed, where they stand has not: [mark, count of each state ...] of a layer at a zoom. */
  change(layer, zoom, revision, marks) {
    this.changes.set(layer, [...(this.changes.get(layer) ?? []), { layer, zoom, revision, marks }]);
    this.mending ??= setTimeout(() => this._mend(), 0); // all layers of one message together; messages come by ticks
  },

  _mend() {
    this.mending = null;
    const changes = [...this.changes.values()].flat();
    this.changes.clear();
    for (const { el, coords } of Object.values(this._tiles)) {
      const here = changes.filter(({ layer, zoom }) => zoom === coords.z && this._shows(layer, zoom));
      if (el.fetching) el.missed.push(...here);
      const marks = new Set(here.flatMap((change) => this._take(el, change)));
      if (marks.size >= MANY || (marks.size && coords.z >= symbols.SIGHT_FROM)) this._paint(el, coords);
      else for (const mark of marks) this._paint(el, coords, mark);
    }
    this.fire("mended", { revisions: changes.map(({ layer, revision }) => [layer, revision]) });
  },

  /** Take counts into the marks of a tile that are older than they; the marks that are different now. */
  _take(canvas, { layer, revision, marks }) {
    const known = canvas.data.get(layer);
    if (!known || known.revision >= revision) return [];
    known.byId ??= new Map(known.map((mark) => [mark.id, mark]));
    const changed = [];
    for (let i = 0; i < marks.length; i += known.states + 1) {
      const mark = known.byId.get(marks[i]);
      if (!mark) continue;
      mark.recount(marks.slice(i + 1, i + 1 + known.states));
      changed.push(mark);
    }
    return changed;
  },

  /** Paint a tile, or what lies around one of its marks. */
  _paint(canvas, coords, around = null) {
    if (!canvas.isDrawn || (this.isFirst && !canvas.isFilled)) return;
    const context = canvas.getContext("2d", { alpha: false });
    const sharp = canvas.width / TILE;
    context.setTransform(1, 0, 0, 1, 0, 0);
    const box = around ? boxOf(around, sharp) : { left: 0, top: 0, right: canvas.width, bottom: canvas.height };
    if (around) {
      context.save();
      context.beginPath();
      context.rect(box.left, box.top, box.right - box.left, box.bottom - box.top);
      context.clip();
    }
    this._paintWithin(context, canvas, coords, sharp, box);
    if (around) context.restore();
    const [left, top] = [coords.x * TILE, coords.y * TILE];
    this.screen?.damage(coords.z, left + box.left / sharp, top + box.top / sharp, left + box.right / sharp, top + box.bottom / sharp);
  },

  _paintWithin(context, canvas, coords, sharp, box) {
    if (canvas.ground) context.drawImage(canvas.ground, 0, 0);
    else {
      context.fillStyle = this.theme.ground;
      context.fillRect(0, 0, canvas.width, canvas.height);
    }
    for (const underlay of this.underlays) underlay.paint(context, coords, this.theme, sharp);
    context.setTransform(1, 0, 0, 1, 0, 0);
    const pixelsPerMetre = this._pixelsPerMetre(coords);
    const layers = ORDER.filter((layer) => this._shows(layer, coords.z));
    const reach = coords.z >= symbols.SIGHT_FROM ? TILE : REACH_PX;
    const isSeen = ({ x, y }) =>
      (x + reach) * sharp > box.left && (x - reach) * sharp < box.right &&
      (y + reach) * sharp > box.top && (y - reach) * sharp < box.bottom;
    const each = (isGroup, draw) => {
      for (const layer of layers) {
        for (const mark of canvas.data.get(layer) ?? []) {
          if ((mark.row === null) !== isGroup || !isSeen(mark)) continue;
          context.setTransform(sharp, 0, 0, sharp, mark.x * sharp, mark.y * sharp);
          draw(layer, mark);
        }
      }
    };
    const hasSight = this.visible.has("sight"), hasDots = this.visible.has("cameras");
    const single = (layer, mark) => PAINT[layer](context, mark, this.theme, coords.z, pixelsPerMetre, hasSight, hasDots);
    each(true, (_layer, mark) => symbols.drawCluster(context, mark, this.theme));
    each(false, (layer, mark) => { if (UNDER_NAMES.has(layer)) single(layer, mark); });
    context.setTransform(1, 0, 0, 1, 0, 0);
    if (canvas.names) context.drawImage(canvas.names, 0, 0);
    for (const overlay of this.overlays) overlay.paint(context, coords, this.theme, sharp);
    each(true, (_layer, mark) => {
      mark.number ??= canvas.names ? this._numberAt(coords, mark) : { drop: 0, covers: false };
      const { drop, covers } = mark.number;
      symbols.drawNumber(context, mark, this.theme, this.labels.number(mark.count), drop, covers);
    });
    each(false, (layer, mark) => { if (!UNDER_NAMES.has(layer)) single(layer, mark); });
  },

  /** How far below its middle the number of a group stands: in it, below or above, so that no name lies there. */
  _numberAt(coords, { x, y, radius }) {
    const beside = radius + 7;
    if (!this.labels.cover(coords, x, y, radius * 0.6)) return { drop: 0, covers: false };
    const free = [beside, -beside].find((drop) => !this.labels.cover(coords, x, y + drop, 5));
    return { drop: free ?? 0, covers: free === undefined };
  },

  _pixelsPerMetre(coords) {
    const size = 256 * 2 ** coords.z;
    const latitude = Math.atan(Math.sinh(Math.PI * (1 - (2 * (coords.y + 0.5) * TILE) / size)));
    return size / (EQUATOR_M * Math.cos(latitude));
  },
});

/** The pixels of a tile's canvas that a mark covers. */
function boxOf({ x, y, radius }, sharp) {
  const reach = Math.min(radius + 6, REACH_PX);
  return {
    left: Math.floor((x - reach) * sharp),
    top: Math.floor((y - REACH_PX) * sharp),
    right: Math.ceil((x + reach) * sharp),
    bottom: Math.ceil((y + REACH_PX) * sharp),
  };
}

const asked = new Map(); // what was asked for in this turn, by layers and zoom: [{ place, take }]

/** The marks of a tile, layer by layer. What is asked for in one turn is fetched at once: the way costs more than a tile. */
function fetchTile(layers, { x, y, z }) {
  const path = `points/${layers}/${z}`;
  return new Promise((take) => {
    if (!asked.has(path)) {
      asked.set(path, []);
      queueMicrotask(() => fetchAsked(path, layers));
    }
    asked.get(path).push({ place: `${x},${y}`, take });
  });
}

async function fetchAsked(path, layers) {
  const wanted = asked.get(path);
  asked.delete(path);
  const answer = await fetch([path, ...wanted.map(({ place }) => place)].join("/")).catch(() => ({ ok: false }));
  const tiles = answer.ok ? readTiles(await answer.arrayBuffer()) : [];
  wanted.forEach(({ take }, i) => take(layers.map((_layer, j) => tiles[i * layers.length + j] ?? [])));
}
