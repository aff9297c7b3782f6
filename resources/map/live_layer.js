// What moves: units, alarms, incidents, the selection. Painted into a canvas a little larger than the view, as often as
// something moves by a pixel; the screen copies it over the tiles, and only where something was painted or is gone.

import { screenOf } from "./screen.js";

const SOON_MS = 30;
const PANNING_MS = 250;
const PIXELS_PER_SECOND_AT_14 = 2; // a car at 14 m/s
const PADDING = 128;
const CELL = 64; // what was painted is remembered in squares of so many pixels
const ROW = 2 ** 24; // cells in a row of the world, at the closest zoom
const MARK_PX = 24; // as far as a mark reaches around its place

export const LiveLayer = L.Layer.extend({
  initialize() {
    this.painters = [];
    this.at = Infinity;
    this.painted = new Set();
    this.canvas = document.createElement("canvas");
  },

  /**
   * A painter has paint(brush, now) and tells whether it wants to go on moving; those of a higher level lie above. One
   * that is `isLocal` paints near the places that it asks the brush for, and along its lines; others anywhere.
   */
  add(painter, level) {
    painter.level = level;
    this.painters.push(painter);
    this.painters.sort((a, b) => a.level - b.level);
    if (this._map) this.wake();
  },

  onAdd(map) {
    this.screen = screenOf(map);
    this.screen.lay(this);
    map.on("viewreset moveend zoomend resize", this.wake, this);
    map.on("move", this._moved, this);
    this.wake();
  },

  onRemove(map) {
    clearTimeout(this.due);
    map.off("viewreset moveend zoomend resize", this.wake, this);
    map.off("move", this._moved, this);
    this.screen.lift(this);
  },

  /** Something has changed: draw soon. */
  wake() {
    this._drawWithin(SOON_MS);
  },

  _moved() {
    this._drawWithin(PANNING_MS);
  },

  _drawWithin(ms) {
    const at = performance.now() + ms;
    if (this.at <= at) return;
    clearTimeout(this.due);
    this.at = at;
    this.due = setTimeout(() => requestAnimationFrame(() => this._renew()), ms);
  },

  _renew() {
    if (!this._map) return;
    const before = this.painted, { zoom, isWhole } = this;
    this._paint(this.screen.view);
    if (isWhole || this.isWhole || zoom !== this.zoom) return this.screen.renew();
    for (const cell of new Set([...before, ...this.painted])) {
      const left = (cell % ROW) * CELL, top = Math.floor(cell / ROW) * CELL;
      this.screen.damage(this.zoom, left, top, left + CELL, top + CELL);
    }
  },

  /** What the screen shows of it. Where the view has gone too far, or is of another zoom, it is painted first. */
  copyTo(context, view, box) {
    const isNear = () => view.x >= this.x && view.y >= this.y &&
      view.x + view.width <= this.x + this.canvas.width && view.y + view.height <= this.y + this.canvas.height;
    if (view.zoom !== this.zoom || view.sharp !== this.sharp || !isNear()) this._paint(view);
    context.setTransform(1, 0, 0, 1, 0, 0);
    if (this.isWhole) return this._copyPart(context, view, box);
    for (const run of this.runs) {
      const left = Math.max(run.left - view.x, box.left), right = Math.min(run.right - view.x, box.right);
      const top = Math.max(run.top - view.y, box.top), bottom = Math.min(run.bottom - view.y, box.bottom);
      if (left < right && top < bottom) this._copyPart(context, view, { left, top, right, bottom });
    }
  },

  _copyPart(context, view, { left, top, right, bottom }) {
    const [width, height] = [right - left, bottom - top];
    context.drawImage(this.canvas, left + view.x - this.x, top + view.y - this.y, width, height, left, top, width, height);
  },

  _paint(view) {
    clearTimeout(this.due);
    this.at = Infinity;
    const now = performance.now();
    this._place(view);
    const context = this.canvas.getContext("2d");
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    const brush = new Brush(context, this);
    this.painted = brush.painted;
    this.isWhole = false;
    let moving = false;
    for (const painter of this.painters) {
      brush.isWatched = !painter.isLocal;
      moving = painter.paint(brush, now) || moving;
    }
    this.isWhole = brush.isWhole;
    this.runs = this._runsOf(brush.painted, view.sharp);
    if (moving) this._drawWithin(Math.min(Math.max(1000 / (PIXELS_PER_SECOND_AT_14 * 2 ** (view.zoom - 14)), 120), 1000));
  },

  /** Painted cells that lie beside each other, in device pixels of the world: most of the canvas is empty. */
  _runsOf(cells, sharp) {
    const runs = [];
    for (const cell of cells) {
      if (cells.has(cell - 1)) continue;
      let last = cell;
      while (cells.has(last + 1)) last++;
      const left = cell % ROW, top = Math.floor(cell / ROW);
      runs.push({
        left: Math.max(Math.floor(left * CELL * sharp), this.x),
        right: Math.min(Math.ceil((left + last - cell + 1) * CELL * sharp), this.x + this.canvas.width),
        top: Math.max(Math.floor(top * CELL * sharp), this.y),
        bottom: Math.min(Math.ceil((top + 1) * CELL * sharp), this.y + this.canvas.height),
      });
    }
    return runs;
  },

  /** Lay the canvas over the view, with some ground around it for a hand that moves the map on. */
  _place({ zoom, sharp, x, y, width, height }) {
    const padding = Math.round(PADDING * sharp);
    const size = { width: width + 2 * padding, height: height + 2 * padding };
    if (this.canvas.width !== size.width || this.canvas.height !== size.height) Object.assign(this.canvas, size);
    Object.assign(this, { zoom, sharp, x: x - padding, y: y - padding });
  },
});

/** Where painters draw: CSS pixels of the canvas, and what the world is in them. */
class Brush {
  constructor(context, { zoom, sharp, x, y, canvas }) {
    this.plate = context;
    this.zoom = zoom;
    this.world = 256 * 2 ** zoom;
    this.origin = L.point(x / sharp, y / sharp);
    this.width = canvas.width / sharp;
    this.height = canvas.height / sharp;
    this.sharp = sharp;
    this.painted = new Set();
    this.isWhole = false;
  }

  get context() {
    this.isWhole ||= this.isWatched;
    return this.plate;
  }

  /** Move to a place {x, y} of the world (0..1); null where it is not on the canvas. */
  at(place) {
    const x = place.x * this.world - this.origin.x, y = place.y * this.world - this.origin.y;
    if (x < -20 || y < -20 || x > this.width + 20 || y > this.height + 20) return null;
    this.plate.setTransform(this.sharp, 0, 0, this.sharp, x * this.sharp, y * this.sharp);
    this.mark(x - MARK_PX, y - MARK_PX, x + MARK_PX, y + MARK_PX);
    return { x, y };
  }

  /** Tell that something is painted within a box of the canvas. */
  mark(left, top, right, bottom) {
    const { origin, painted } = this;
    const last = Math.floor((Math.min(bottom, this.height) + origin.y) / CELL);
    for (let row = Math.floor((Math.max(top, 0) + origin.y) / CELL); row <= last; row++) {
      const end = Math.floor((Math.min(right, this.width) + origin.x) / CELL);
      for (let column = Math.floor((Math.max(left, 0) + origin.x) / CELL); column <= end; column++) {
        painted.add(row * ROW + column);
      }
    }
  }

  /** A line between two places of the world. */
  line(from, to) {
    this.way([from, to]);
  }

  /** A line through places of the world. */
  way(places) {
    const { plate, world, origin } = this;
    this.plain();
    plate.beginPath();
    let before = null;
    for (const place of places) {
      const x = place.x * world - origin.x, y = place.y * world - origin.y;
      plate.lineTo(x, y);
      if (before) this._markStep(before, { x, y });
      before = { x, y };
    }
  }

  /** Along a straight line, cell by cell. */
  _markStep(from, to) {
    const steps = Math.min(Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / CELL), 200);
    for (let i = 0; i < steps; i++) {
      const [a, b] = [i / steps, (i + 1) / steps];
      const xs = [from.x + (to.x - from.x) * a, from.x + (to.x - from.x) * b];
      const ys = [from.y + (to.y - from.y) * a, from.y + (to.y - from.y) * b];
      this.mark(Math.min(...xs) - 8, Math.min(...ys) - 8, Math.max(...xs) + 8, Math.max(...ys) + 8);
    }
  }

  plain() {
    this.plate.setTransform(this.sharp, 0, 0, this.sharp, 0, 0);
  }
}

/** World coordinates 0..1 of a longitude and latitude in degrees (Web Mercator). */
export function world(lon, lat) {
  const sine = Math.sin((lat * Math.PI) / 180);
  return { x: lon / 360 + 0.5, y: 0.5 - Math.atanh(sine) / (2 * Math.PI) };
}
