// A line or ring that is drawn on the map with its corners and figures: the one under the hand, and those that stay.

const LABEL_GAP_PX = 54; // a leg shorter than this on the screen keeps its figure to itself

/** One figure; `renderer` is the SVG that all of them share. */
export class Figure {
  constructor(map, renderer, isRing) {
    Object.assign(this, { map, isRing, corners: [], tags: [], places: [] });
    const common = { renderer, interactive: false, lineJoin: "round" };
    this.land = L.polygon([], { ...common, className: "figure-land", stroke: false });
    if (isRing) this.land.addTo(map);
    this.casing = L.polyline([], { ...common, className: "figure-casing", weight: 5 }).addTo(map);
    this.line = L.polyline([], { ...common, className: "figure-line", weight: 2 }).addTo(map);
    this.loose = L.polyline([], { ...common, className: "figure-loose", weight: 2, dashArray: "2 6" }).addTo(map);
    this.renderer = renderer;
  }

  /** Draw `places`; `loose` are those that only follow the pointer. */
  show(places, loose = []) {
    this.places = places;
    const corners = places.map(turned), last = corners.at(-1);
    const line = this.isRing && !loose.length && last ? [...corners, corners[0]] : corners;
    this.land.setLatLngs([...corners, ...loose.map(turned)]);
    this.casing.setLatLngs(line);
    this.line.setLatLngs(line);
    this.loose.setLatLngs(last && loose.length ? [last, ...loose.map(turned)] : []);
    while (this.corners.length > places.length) this.corners.pop().remove();
    places.forEach((place, i) => {
      this.corners[i] ??= L.circleMarker(turned(place), {
        renderer: this.renderer, interactive: false, radius: 4, weight: 1.5, className: "figure-corner",
      }).addTo(this.map);
      this.corners[i].setLatLng(turned(place));
    });
  }

  /** Figures beside it: {at, text, isSum, close} each; `close` is called by the sign's cross. */
  label(texts) {
    for (const tag of this.tags) tag.remove();
    this.tags = texts.map(({ at, text, isSum, close }) => {
      const html = document.createElement("span");
      html.append(text);
      html.className = isSum ? "figure-tag figure-sum" : "figure-tag";
      if (close) html.append(cross(close));
      return L.marker(turned(at), {
        icon: L.divIcon({ html, className: "figure-place", iconSize: [0, 0] }),
        interactive: false, keyboard: false, zIndexOffset: isSum ? 1000 : 0,
      }).addTo(this.map);
    });
  }

  /** Whether a leg is long enough on the screen to be labelled. */
  hasRoom(a, b) {
    const [from, to] = [a, b].map((place) => this.map.latLngToContainerPoint(turned(place)));
    return from.distanceTo(to) >= LABEL_GAP_PX;
  }

  remove() {
    for (const part of [this.land, this.casing, this.line, this.loose, ...this.corners, ...this.tags]) part.remove();
  }
}

export const turned = ([lon, lat]) => [lat, lon];
export const placeOf = ({ lat, lng }) => [L.Util.wrapNum(lng, [-180, 180], true), lat];
export const between = ([x1, y1], [x2, y2]) => [(x1 + x2) / 2, (y1 + y2) / 2];

function cross(close) {
  const button = document.createElement("button");
  button.className = "figure-close";
  button.textContent = "×";
  L.DomEvent.disableClickPropagation(button);
  button.addEventListener("click", close);
  return button;
}
