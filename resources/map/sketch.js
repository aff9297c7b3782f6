// A tool that draws corner by corner: a line to measure, a ring for land, a cordon or a geofence.

import { Figure, placeOf, turned } from "./figure.js";
import { signs } from "./measure.js";

const SNAP_PX = 11;
const SAME_PX = 4;

export class Sketch {
  /** `done` gets the corners; `isRing`: the last joins the first. */
  constructor({ map, renderer, write }, isRing, done) {
    Object.assign(this, { map, renderer, write, isRing, done, least: isRing ? 3 : 2 });
  }

  begin() {
    this.places = [];
    this.at = null;
    this.figure = new Figure(this.map, this.renderer, this.isRing);
  }

  end() {
    this.figure.remove();
  }

  /** A click, or Enter at the crosshair. On the last corner it ends: so does a double click, or Enter twice. */
  put(latlng) {
    if (this.places.length && this._isNear(this.places.at(-1), latlng, SAME_PX)) {
      this.finish();
      return;
    }
    if (this._closes(latlng)) {
      if (!this.isRing) this.places.push(this.places[0]);
      this.finish();
      return;
    }
    this.places.push(placeOf(latlng));
    this._show();
  }

  press(latlng) {
    this.put(latlng);
  }

  hover(latlng) {
    this.at = this._closes(latlng) ? this.places[0] : placeOf(latlng);
    this._show();
  }

  back() {
    this.places.pop();
    this._show();
  }

  finish() {
    if (this.places.length < this.least) return;
    const places = this.places;
    this.figure.remove();
    this.begin();
    this.done(places);
  }

  /** Words or the zoom have changed. */
  relabel() {
    this._show();
  }

  _closes(latlng) {
    return this.places.length >= 3 && this._isNear(this.places[0], latlng, SNAP_PX);
  }

  _isNear(place, latlng, px) {
    return this.map.latLngToContainerPoint(turned(place)).distanceTo(this.map.latLngToContainerPoint(latlng)) <= px;
  }

  _show() {
    const { places, at, figure } = this;
    const loose = at ? (this.isRing && places.length > 1 ? [at, places[0]] : [at]) : [];
    figure.show(places, loose);
    figure.label(signs(figure, at ? [...places, at] : places, this.isRing, this.write));
  }
}
