// What stands beside a measured line or ring: each leg, the sum, the land inside.

import { between, Figure } from "./figure.js";
import { legs, squareMetres } from "./geodesy.js";

/** The signs of a measurement; `shown` are its places and, while it is drawn, where the pointer is. */
export function signs(figure, shown, isRing, write, close) {
  if (shown.length < 2) return [];
  const line = isRing && shown.length > 2 ? [...shown, shown[0]] : shown;
  const lengths = legs(line), sum = lengths.reduce((a, b) => a + b, 0);
  const texts = lengths.length === 1 && !isRing ? [] : lengths.flatMap((length, i) => {
    const [a, b] = [line[i], line[i + 1]];
    return figure.hasRoom(a, b) ? [{ at: between(a, b), text: write.distance(length) }] : [];
  });
  const hasArea = isRing && shown.length > 2;
  const text = hasArea ? `${write.area(squareMetres(shown))} · ${write.distance(sum)}` : write.distance(sum);
  return [...texts, { at: hasArea ? middle(shown) : shown.at(-1), text, isSum: true, close }];
}

/** The measurements that stay until somebody takes them away. */
export class Measured {
  constructor(map, renderer, write, dismiss) {
    Object.assign(this, { map, renderer, write, dismiss, kept: [] });
    map.on("zoomend", () => this.relabel());
  }

  put(told) {
    for (const { figure } of this.kept) figure.remove();
    this.kept = told.map(({ is_ring: isRing, places }) => {
      const figure = new Figure(this.map, this.renderer, isRing);
      figure.show(places);
      return { figure, isRing };
    });
    this.relabel();
  }

  relabel() {
    this.kept.forEach(({ figure, isRing }, i) => {
      figure.label(signs(figure, figure.places, isRing, this.write, () => this.dismiss(i)));
    });
  }
}

function middle(ring) {
  const [lons, lats] = [0, 1].map((axis) => ring.map((place) => place[axis]));
  return between([Math.min(...lons), Math.min(...lats)], [Math.max(...lons), Math.max(...lats)]);
}
