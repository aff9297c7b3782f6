// A tool that takes in what lies under one stroke: a box, or a ring drawn free-hand. By key it is drawn corner by corner.

import { placeOf } from "./figure.js";

const STEP_PX = 5;
const CORNERS_AT_MOST = 400;
const LEAST_PX = 6;

export class DragSelect {
  constructor({ map, renderer }, isBox, done) {
    Object.assign(this, { map, renderer, isBox, done });
    this._press = this._press.bind(this);
    this._drag = this._drag.bind(this);
    this._release = this._release.bind(this);
  }

  begin() {
    this.map.dragging.disable();
    this.map.boxZoom.disable();
    this.map.on("mousedown", this._press);
    this.shape = L.polygon([], { renderer: this.renderer, interactive: false, className: "figure-select", weight: 1.5 });
    this.shape.addTo(this.map);
    this._clear();
  }

  end() {
    this._clear();
    this.map.dragging.enable();
    this.map.boxZoom.enable();
    this.map.off("mousedown", this._press);
    this.shape.remove();
  }

  put() {}

  /** Enter at the crosshair: the first and the other corner of a box, each corner of a ring. */
  press(latlng) {
    if (this.isBox && this.corners.length) {
      this.hover(latlng);
      this.finish();
    } else if (this.corners.length > 2 && this._far(this.corners.at(-1), latlng) < LEAST_PX) {
      this.finish();
    } else {
      this.corners.push(latlng);
      this._show(latlng);
    }
  }

  hover(latlng) {
    if (!this.isPressed && this.corners.length) this._show(latlng);
  }

  back() {
    this.corners.pop();
    this._show(this.corners.at(-1));
  }

  finish() {
    const ring = this.ring;
    this._clear();
    if (ring.length > 2 && this._isWide(ring)) this.done(ring.map(placeOf));
  }

  relabel() {}

  _press(event) {
    if (event.originalEvent.button !== 0) return;
    this._clear();
    this.isPressed = true;
    this.corners = [event.latlng];
    this.map.on("mousemove", this._drag);
    window.addEventListener("mouseup", this._release, { once: true });
  }

  _drag({ latlng }) {
    if (!this.isBox && this._far(this.corners.at(-1), latlng) >= STEP_PX && this.corners.length < CORNERS_AT_MOST) {
      this.corners.push(latlng);
    }
    this._show(latlng);
  }

  _release() {
    this.map.off("mousemove", this._drag);
    this.isPressed = false;
    this.finish();
  }

  _show(latlng) {
    if (!latlng) this.ring = [];
    else if (this.isBox) this.ring = boxOf(this.corners[0] ?? latlng, latlng);
    else this.ring = [...this.corners, latlng];
    this.shape.setLatLngs(this.ring);
  }

  _clear() {
    this.map.off("mousemove", this._drag);
    window.removeEventListener("mouseup", this._release);
    this.isPressed = false;
    this.corners = [];
    this.ring = [];
    this.shape.setLatLngs([]);
  }

  _far(a, b) {
    return this.map.latLngToContainerPoint(a).distanceTo(this.map.latLngToContainerPoint(b));
  }

  _isWide(ring) {
    const size = L.bounds(ring.map((corner) => this.map.latLngToContainerPoint(corner))).getSize();
    return size.x >= LEAST_PX && size.y >= LEAST_PX;
  }
}

const boxOf = (a, b) => [a, L.latLng(a.lat, b.lng), b, L.latLng(b.lat, a.lng)];
