// One canvas over the whole view for what moves: units, alarms, incidents, the selection. It is drawn a few times a
// second while something moves, and not at all when nothing does.

const FRAME_MS = 100;
const PADDING = 96;

export const LiveLayer = L.Layer.extend({
  /** `painters` are drawn in order; each has paint(brush, now) and tells whether it wants to go on moving. */
  initialize(painters) {
    this.painters = painters;
    this.wanted = false;
    this.last = 0;
  },

  onAdd(map) {
    this.canvas = L.DomUtil.create("canvas", "leaflet-zoom-animated", map.getPane("overlayPane"));
    this.canvas.style.pointerEvents = "none";
    map.on("zoomanim", this._follow, this);
    map.on("viewreset moveend zoomend resize", this._now, this);
    map.on("move", this.wake, this);
    this.wake();
  },

  /** Something has changed: draw soon. */
  wake() {
    if (this.wanted) return;
    this.wanted = true;
    const due = Math.max(0, this.last + FRAME_MS - performance.now());
    setTimeout(() => requestAnimationFrame(() => this._draw()), due);
  },

  _now() {
    this._draw();
  },

  _draw() {
    this.wanted = false;
    const map = this._map;
    if (!map || map._animatingZoom) return;
    this.last = performance.now();
    const size = map.getSize().add([2 * PADDING, 2 * PADDING]);
    this._place(size);
    const context = this.canvas.getContext("2d");
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.clearRect(0, 0, this.canvas.width, this.canvas.height);
    const brush = new Brush(context, map, this.origin, size, devicePixelRatio);
    let moving = false;
    for (const painter of this.painters) moving = painter.paint(brush, this.last) || moving;
    if (moving) this.wake();
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

  plain() {
    this.context.setTransform(this.sharp, 0, 0, this.sharp, 0, 0);
  }
}

/** World coordinates 0..1 of a longitude and latitude in degrees (Web Mercator). */
export function world(lon, lat) {
  const sine = Math.sin((lat * Math.PI) / 180);
  return { x: lon / 360 + 0.5, y: 0.5 - Math.atanh(sine) / (2 * Math.PI) };
}
