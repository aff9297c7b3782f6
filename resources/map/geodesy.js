// Distances and areas on the ground, on a sphere of the Earth's mean radius. In this city's latitude a distance is wrong
// by 0.3 % at most (too long to the north, too short to the east), an area by 0.2 %. Places are [longitude, latitude].

const RADIUS_M = 6371008.8;
const RAD = Math.PI / 180;

/** Metres of the great circle between two places (haversine). */
export function metres([lon1, lat1], [lon2, lat2]) {
  const north = Math.sin(((lat2 - lat1) * RAD) / 2), east = Math.sin(((lon2 - lon1) * RAD) / 2);
  const a = north ** 2 + Math.cos(lat1 * RAD) * Math.cos(lat2 * RAD) * east ** 2;
  return 2 * RADIUS_M * Math.asin(Math.min(1, Math.sqrt(a)));
}

/** Square metres inside a ring (Chamberlain and Duquette 2007, "Some algorithms for polygons on a sphere"). */
export function squareMetres(ring) {
  let sum = 0;
  for (let i = 0; i < ring.length; i++) {
    const [lon1, lat1] = ring[i], [lon2, lat2] = ring[(i + 1) % ring.length];
    sum += (lon2 - lon1) * RAD * (2 + Math.sin(lat1 * RAD) + Math.sin(lat2 * RAD));
  }
  return Math.abs((sum * RADIUS_M ** 2) / 2);
}

/** Metres along a line, by leg. */
export function legs(line) {
  return line.slice(1).map((place, i) => metres(line[i], place));
}

/** Chromium's data have no Kazakh; its figures are written as Russian ones. */
const FIGURES_OF = { kk: "ru" };

/** Writes figures as the language does: 840 m, 1.25 km; 950 m², 2.4 ha, 1.3 km². */
export class Figures {
  constructor() {
    this.speak("en", { m: "m", km: "km", m2: "m²", ha: "ha", km2: "km²" });
  }

  speak(language, units = this.units) {
    this.language = language;
    this.locale = FIGURES_OF[language] ?? language;
    this.units = units;
  }

  distance(m) {
    return m < 1000 ? this._write(m, m < 10 ? 1 : 0, "m") : this._write(m / 1000, m < 10000 ? 2 : 1, "km");
  }

  area(m2) {
    if (m2 < 10000) return this._write(m2, m2 < 10 ? 1 : 0, "m2");
    return m2 < 1e6 ? this._write(m2 / 1e4, 2, "ha") : this._write(m2 / 1e6, m2 < 1e7 ? 2 : 1, "km2");
  }

  _write(value, digits, unit) {
    const number = new Intl.NumberFormat(this.locale, { maximumFractionDigits: digits }).format(value);
    return `${number}\u00a0${this.units[unit]}`;
  }
}
