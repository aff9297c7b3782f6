// One canvas over the whole view for what moves: units, alarms, incidents, the selection. Without a graphics processor
// each drawing of it costs a third of a frame's time or more: so it is drawn as often as something moves by a pixel,
// seldom while a hand moves the map (the canvas goes with it), and not at all when nothing moves.

const SOON_MS = 60;
const PANNING_MS = 500;
const PIXELS_PER_SECOND_AT_14 = 2; // a car at 14 m/s
const PADDING = 128;

export const LiveLayer = L.Layer.extend({
  initialize() {
    this.painters = [];
    this.at = Infinity;
  },

  /** A painter has paint(brush, now) and tells whether it wants to go on moving; those of a higher level lie above. */
  add(painter, level) {
    painter.level = level;
    this.painters.push(painter);
    this.painters.sort((a, b) => a.level - b.level);
    if (this._map) this.wake();
  },

  onAdd(map) {
    this.canvas = L.DomUtil.create("canvas", "leaflet-zoom-animated", map.getPane("overlayPane"));
    this.canvas.style.pointerEvents = "none";
    map.on("zoomanim", this._follow, this);
    map.on("viewreset moveend zoomend resize", this._now, this);
    map.on("move", this._moved, this);
    this.wake();
  },

  onRemove(map) {
    clearTimeout(this.due);
    map.off("zoomanim", this._follow, this);
    map.off("viewreset moveend zoomend resize", this._now, this);
    map.off("move", this._moved, this);
    this.canvas.remove();
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
    this.due = setTimeout(() => requestAnimationFrame(() => this._draw()), ms);
  },

  _now() {
    this._draw();
  },

  _draw() {
    clearTimeout(this.due);
    this.at = Infinity;
    const map = this._map;
    if (!map || map._animatingZoom) return;
    const now = performance.now();
    const size = map.getSize().add([2 * PADDING, 2 * PADDING]);
    this._place(size);
    const context = this.canvas.getContext("2d");
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    const brush = new Brush(context, map, this.origin, size, devicePixelRatio);
    let moving = false;
    for (const painter of this.painters) moving = painter.paint(brush, now) || moving;
    if (moving) this._drawWithin(Math.min(Math.max(1000 / (PIXELS_PER_SECOND_AT_14 * 2 ** (map.getZoom() - 14)), 120), 1000));
  },

  /** Lay the canvas over the view, with some ground around it for a hand that moves the map on. */
  _place(size) {
    const map = this._map, sharp = devicePixelRatio;
    const corner = map.containerPointToLayerPoint([-PADDING, -PADDING]).round();
    if (this.canvas.width !== size.x * sharp || this.canvas.height !== size.y * sharp) {
      this.canvas.width = size.x * sharp;
      this.canvas.height = size.y * sharp;
      this.canvas.style.width = `${size.x}px`;
      this.canvas.style.height = `${size.y}px`;
    }
    L.DomUtil.setPosition(this.canvas, corner);
    this.origin = map.getPixelOrigin().add(corner);
    this.centre = map.layerPointToLatLng(corner);
    this.zoom = map.getZoom();
  },

  _follow({ zoom, center }) {
    const map = this._map;
    const corner = map._latLngToNewLayerPoint(this.centre, zoom, center);
    L.DomUtil.setTransform(this.canvas, corner, map.getZoomScale(zoom, this.zoom));
  },
});

/** Where painters draw: pixels of the canvas, and what the world is in them. */
class Brush {
  constructor(context, map, origin, size, sharp) {
    this.context = context;
    this.zoom = map.getZoom();
    this.world = 256 * 2 ** this.zoom;
    this.origin = origin;
    this.width = size.x;
    this.height = size.y;
    this.sharp = sharp;
  }

  /** Move to a place {x, y} of the world (0..1); null where it is not on the canvas. */
  at(place) {
    const x = place.x * this.world - this.origin.x, y = place.y * this.world - this.origin.y;
    if (x < -20 || y < -20 || x > this.width + 20 || y > this.height + 20) return null;
    this.context.setTransform(this.sharp, 0, 0, this.sharp, x * this.sharp, y * this.sharp);
    return { x, y };
  }

  /** A line between two places of the world. */
  line(from, to) {
    const { context, world, origin } = this;
    this.plain();
    context.beginPath();
    context.moveTo(from.x * world - origin.x, from.y * world - origin.y);
    context.lineTo(to.x * world - origin.x, to.y * world - origin.y);
  }

  /** A line through places of the world. */
  way(places) {
    const { context, world, origin } = this;
    this.plain();
    context.beginPath();
    for (const { x, y } of places) context.lineTo(x * world - origin.x, y * world - origin.y);
  }

  plain() {
    this.context.setTransform(this.sharp, 0, 0, this.sharp, 0, 0);
  }
}

/** World coordinates 0..1 of a longitude and latitude in degrees (Web Mercator). */
export function world(lon, lat) {
  const sine = Math.sin((lat * Math.PI) / 180);
  return { x: lon / 360 + 0.5, y: 0.5 - Math.atanh(sine) / (2 * Math.PI) };
}
