// What is seen of the map: one opaque canvas that stands still over the view, into which the tiles and what moves are
// copied for each frame. Without a graphics processor this is what makes a pan smooth: the browser's compositor takes
// three to four times as long to move the same pixels as elements.

const ZOOM_MS = 250; // as long as Leaflet's own elements take (leaflet.css)
const CELL = 64; // damage is kept in squares of so many device pixels
const CELLS_AT_MOST = 0.4; // above this share of the view all of it is drawn

const screens = new WeakMap();

/** Do something once the browser has put on the screen what is drawn by now. */
export function onScreen(act) {
  requestAnimationFrame(() => requestAnimationFrame(act));
}

/** The screen of a map. */
export function screenOf(map) {
  if (!screens.has(map)) screens.set(map, new Screen(map));
  return screens.get(map);
}

/**
 * Sheets lie over each other; each has copyTo(context, view, box): copy what the view shows of it within the box.
 *
 * A view is a zoom (of a fraction while it changes), the scale from CSS to device pixels, the device pixels x and y of
 * the world at its corner, and its width and height in device pixels.
 */
class Screen {
  constructor(map) {
    this.map = map;
    this.sheets = [];
    this.damaged = new Set();
    this.canvas = L.DomUtil.create("canvas", "screen");
    map.getContainer().prepend(this.canvas);
    this.context = this.canvas.getContext("2d", { alpha: false });
    map.on("move viewreset resize zoomend", this.draw, this);
    map.on("zoomanim", this._zoom, this);
  }

  /** Lay a sheet over those that are there. */
  lay(sheet) {
    this.sheets.push(sheet);
    this.renew();
  }

  lift(sheet) {
    this.sheets = this.sheets.filter((other) => other !== sheet);
    this.renew();
  }

  /** The view as it is now. */
  get view() {
    return this.passing ?? this._viewAt(this.map.getZoom(), this.map.getPixelBounds().min);
  }

  /** Draw all of it with the next frame. */
  renew() {
    this.isWhole = true;
    this._soon();
  }

  /** Draw a box of the world's pixels of a zoom with the next frame. */
  damage(zoom, west, north, east, south) {
    const { zoom: now, sharp, x, y, width, height } = this.view;
    if (zoom !== now) return this.renew();
    const [left, top] = [Math.max(west * sharp - x, 0), Math.max(north * sharp - y, 0)];
    const [right, bottom] = [Math.min(east * sharp - x, width), Math.min(south * sharp - y, height)];
    for (let row = Math.floor(top / CELL); row * CELL < bottom; row++) {
      for (let column = Math.floor(left / CELL); column * CELL < right; column++) this.damaged.add((row << 16) + column);
    }
    if (this.damaged.size) this._soon();
  }

  /** Draw all of it now. */
  draw() {
    if (this.passing && this.map._animatingZoom) return;
    this.passing = null;
    this._draw(this.view);
  }

  _soon() {
    this.due ??= requestAnimationFrame(() => {
      this.due = null;
      const { view } = this;
      const cells = (view.width / CELL) * (view.height / CELL);
      if (this.isWhole || this.damaged.size > cells * CELLS_AT_MOST) this._draw(view);
      else this._mend(view);
    });
  }

  _draw(view) {
    const { canvas } = this;
    if (canvas.width !== view.width || canvas.height !== view.height) this._fit(view);
    this.isWhole = false;
    this.damaged.clear();
    this._copy(view, { left: 0, top: 0, right: view.width, bottom: view.height });
  }

  /** Draw the damaged cells alone, those beside each other at once. */
  _mend(view) {
    for (const cell of this.damaged) {
      if (this.damaged.has(cell - 1)) continue;
      let last = cell;
      while (this.damaged.has(last + 1)) last++;
      const left = (cell & 0xffff) * CELL, top = (cell >> 16) * CELL;
      this.context.save();
      this.context.beginPath();
      this.context.rect(left, top, (last - cell + 1) * CELL, CELL);
      this.context.clip();
      this._copy(view, { left, top, right: left + (last - cell + 1) * CELL, bottom: top + CELL });
      this.context.restore();
    }
    this.damaged.clear();
  }

  _copy(view, box) {
    for (const sheet of this.sheets) sheet.copyTo(this.context, view, box);
    this.context.setTransform(1, 0, 0, 1, 0, 0);
  }

  _viewAt(zoom, corner) {
    const sharp = devicePixelRatio, size = this.map.getSize();
    return {
      zoom,
      sharp,
      x: Math.round(corner.x * sharp),
      y: Math.round(corner.y * sharp),
      width: Math.round(size.x * sharp),
      height: Math.round(size.y * sharp),
    };
  }

  _fit({ width, height, sharp }) {
    Object.assign(this.canvas, { width, height });
    this.canvas.style.width = `${width / sharp}px`;
    this.canvas.style.height = `${height / sharp}px`;
  }

  /** Go with Leaflet's elements from one zoom to another. */
  _zoom({ center, zoom }) {
    const { map } = this;
    const from = map.getPixelBounds().min, first = map.getZoom();
    const to = map.project(center, zoom).subtract(map.getSize().divideBy(2)).round();
    const began = performance.now();
    const step = (now) => {
      if (!map._animatingZoom) return this.draw();
      const part = eased(Math.min(Math.max((now - began) / ZOOM_MS, 0), 1));
      const scale = 1 + (2 ** (zoom - first) - 1) * part;
      this.passing = this._viewAt(first + Math.log2(scale), from.add(to.subtract(from).multiplyBy(part)));
      this._draw(this.passing);
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }
}

/** The curve of Leaflet's zoom: cubic-bezier(0, 0, 0.25, 1). */
function eased(part) {
  let t = part;
  for (let i = 0; i < 5; i++) {
    const slope = 1.5 * t * (1 - t) + 2.25 * t * t;
    if (slope < 1e-6) break;
    t -= (0.75 * (1 - t) * t * t + t ** 3 - part) / slope;
  }
  return 3 * (1 - t) * t * t + t ** 3;
}
