// Changing a zone by hand: corners are dragged, small points between them become corners, a click takes a corner out.

import { Figure, between, placeOf, turned } from "./figure.js";
import { signs } from "./measure.js";

export class ZoneEditor {
  constructor(stage, done) {
    Object.assign(this, { stage, done, map: stage.map, handles: [], ring: [] });
  }

  /** The ring to change; the tool is taken into the hand after it. */
  take(ring) {
    this.ring = ring;
    if (this.figure) this._show();
  }

  begin() {
    this.figure = new Figure(this.map, this.stage.renderer, true);
    this._show();
  }

  end() {
    this.figure.remove();
    this.figure = null;
    this._drop();
  }

  put() {}
  hover() {}
  back() {}

  press() {
    this.finish();
  }

  finish() {
    if (this.ring.length >= 3) this.done(this.ring);
  }

  relabel() {
    if (this.figure) this._label();
  }

  _show() {
    this._draw();
    this._drop();
    this.handles = this.ring.flatMap((place, i) => {
      const next = this.ring[(i + 1) % this.ring.length];
      return [this._handle(i, place, true), this._handle(i, between(place, next), false)];
    });
  }

  _draw() {
    this.figure.show(this.ring);
    this._label();
  }

  _label() {
    const all = signs(this.figure, this.ring, true, this.stage.write);
    this.figure.label(all.filter(({ isSum }) => isSum)); // the legs' middles are taken by handles
  }

  _drop() {
    for (const handle of this.handles) handle.remove();
    this.handles = [];
  }

  /** A corner, or the point in the middle of the leg after corner `i` that becomes one when it is dragged. */
  _handle(i, place, isCorner) {
    const icon = L.divIcon({ className: isCorner ? "zone-corner" : "zone-middle", iconSize: null });
    const handle = L.marker(turned(place), { icon, draggable: true, keyboard: false, zIndexOffset: 500 }).addTo(this.map);
    let at = i;
    handle.on("dragstart", () => {
      if (!isCorner) this.ring = this.ring.toSpliced(at = i + 1, 0, place);
    });
    handle.on("drag", () => {
      this.ring = this.ring.with(at, placeOf(handle.getLatLng()));
      this._draw();
    });
    handle.on("dragend", () => this._show());
    handle.on("click", () => {
      if (!isCorner || this.ring.length <= 3) return;
      this.ring = this.ring.toSpliced(i, 1);
      this._show();
    });
    return handle;
  }
}
