// Names on the map. They are placed once for a zoom and language over the whole city, so that a name stays where it is
// while the map moves, none covers another, and a tile draws its part of each without a seam.

import { TILE } from "./ground.js";
import { FONT } from "./themes.js";

// Zoom from which the names of a kind of street stand on the map.
const STREETS_FROM = { motorway: 12, arterial: 12, collector: 14, local: 15 };
const LINES_AWAY = [0, 1, -1, 2, -2]; // a district's name may stand so far from its middle, where another has that room
const RANK = { motorway: 0, arterial: 1, collector: 2, local: 3 };

const SHORT = {
  ru: [[/проспект /i, "пр. "], [/улица /i, "ул. "], [/переулок /i, "пер. "], [/бульвар /i, "бул. "],
    [/проезд /i, "пр-д "], [/ проспект$/i, " пр."], [/ улица$/i, " ул."], [/ бульвар$/i, " бул."], [/ район$/i, ""]],
  kk: [[/ даңғылы/i, " д-лы"], [/ көшесі/i, " к-сі"], [/ бульвары/i, " бул."], [/ ауданы$/i, ""]],
  en: [[/ Avenue$/, " Ave"], [/ Street$/, " St"], [/ Boulevard$/, " Blvd"], [/ Highway$/, " Hwy"], [/ District$/, ""]],
};

export function shortName(name, language) {
  return SHORT[language].reduce((text, [long, short]) => text.replace(long, short), name);
}

const ruler = document.createElement("canvas").getContext("2d");

/** Keeps the placed names of each zoom and language, and draws those of a tile. */
export class Labels {
  constructor(city) {
    this.city = city;
    this.language = "en";
    this.kept = new Map();
    this.others = null; // has of(coords): the names that a base map brings for a tile, or null where these here stand
  }

  /** The names of a tile, on a clear canvas of the tile's size. */
  draw(coords, theme) {
    const canvas = document.createElement("canvas");
    const sharp = devicePixelRatio;
    canvas.width = canvas.height = TILE * sharp;
    const context = canvas.getContext("2d");
    context.setTransform(sharp, 0, 0, sharp, 0, 0);
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.lineJoin = "round";
    for (const label of this._of(coords)) drawLabel(context, label, coords, theme);
    return canvas;
  }

  /** A number as the language writes it; from a thousand on its first two figures: 4 900, 12 000. */
  number(count) {
    const unit = count < 1000 ? 1 : 10 ** (Math.floor(Math.log10(count)) - 1);
    const separator = this.language === "en" ? "," : "\u202f";
    return String(Math.round(count / unit) * unit).replace(/\B(?=(\d{3})+$)/g, separator);
  }

  /** Whether a name lies over a disc of a tile. */
  cover(coords, x, y, radius) {
    const worldX = coords.x * TILE + x, worldY = coords.y * TILE + y;
    return this._of(coords).some(({ box, discs }) =>
      box.west < worldX + radius && box.east > worldX - radius &&
      box.north < worldY + radius && box.south > worldY - radius &&
      discs.some(([dx, dy, reach]) => Math.hypot(dx - worldX, dy - worldY) < reach + radius));
  }

  _of(coords) {
    return this.others?.of(coords) ?? this.own(coords);
  }

  /** The schematic's names in a tile. */
  own(coords) {
    return this._placed(coords.z).get(`${coords.x}/${coords.y}`) ?? [];
  }

  _placed(zoom) {
    const key = `${this.language}/${zoom}`;
    if (!this.kept.has(key)) this.kept.set(key, byTile(place(this.city, zoom, this.language)));
    return this.kept.get(key);
  }
}

function drawLabel(context, label, coords, theme) {
  const left = coords.x * TILE, top = coords.y * TILE;
  context.font = label.font;
  context.letterSpacing = label.spacing ?? "0px";
  context.globalAlpha = label.alpha ?? 1;
  for (const stroke of [true, false]) {
    for (const { text, x, y, angle } of label.pieces) {
      context.save();
      context.translate(x - left, y - top);
      context.rotate(angle);
      if (stroke) {
        context.strokeStyle = theme.halo;
        context.lineWidth = 3;
        context.strokeText(text, 0, 0);
      } else {
        context.fillStyle = theme[label.colour];
        context.fillText(text, 0, 0);
      }
      context.restore();
    }
  }
  context.globalAlpha = 1;
  context.letterSpacing = "0px";
}

/** Labels by the tiles they reach into, `x/y`. */
export function byTile(labels) {
  const tiles = new Map();
  for (const label of labels) {
    const { west, north, east, south } = label.box;
    for (let x = Math.floor(west / TILE); x <= Math.floor(east / TILE); x++) {
      for (let y = Math.floor(north / TILE); y <= Math.floor(south / TILE); y++) {
        const key = `${x}/${y}`;
        if (!tiles.has(key)) tiles.set(key, []);
        tiles.get(key).push(label);
      }
    }
  }
  return tiles;
}

/** All names of a zoom, the more important first; one that would cover another is left out. */
function place(city, zoom, language) {
  const index = ["ru", "kk", "en"].indexOf(language);
  const scale = 2 ** (zoom - city.zoom);
  const at = ([x, y]) => [(x + city.home[0]) * scale, (y + city.home[1]) * scale];
  const room = new Room();
  const labels = [];
  const add = (label) => room.take(label.discs) && labels.push(label) > 0;
  const named = (theme) => (city.themes[theme] ?? []).filter((feature) => feature.name?.[index]);
  const { places, districts, parks, water, streets } =
    Object.fromEntries(["places", "districts", "parks", "water", "streets"].map((theme) => [theme, named(theme)]));
  if (zoom <= 14) {
    for (const d of districts) {
      const name = shortName(d.name[index], language);
      LINES_AWAY.some((lines) => add(districtLabel(d, name, at, zoom, lines)));
    }
  }
  for (const p of [...places].sort((a, b) => (a.rank ?? 0) - (b.rank ?? 0))) {
    if (zoom >= placeFrom(p)) add(placeLabel(p, p.name[index], at));
  }
  for (const street of [...streets].sort((a, b) => RANK[a.kind] - RANK[b.kind])) {
    if (zoom < STREETS_FROM[street.kind]) continue;
    const name = zoom < 17 ? shortName(street.name[index], language) : street.name[index];
    const size = Math.min(9.5 + (zoom - 12) * 0.5, 13) - (street.kind === "collector" ? 0.5 : 0);
    const colour = street.kind === "arterial" || street.kind === "motorway" ? "label" : "quietLabel";
    for (const label of alongAll(name, street.lines, at, `${size}px ${FONT}`, colour)) add(label);
  }
  if (zoom >= 13) for (const w of water) for (const label of waterLabels(w, w.name[index], at, zoom)) add(label);
  if (zoom >= 14) for (const p of parks) add(level(p.name[index], at(middle(p)), `italic 10.5px`, "parkLabel"));
  return labels;
}

const placeFrom = (p) => 11 + Math.max(p.rank ?? 2, 0);
const middle = ({ box }) => [(box.west + box.east) / 2, (box.north + box.south) / 2];

/** A quarter's name lies on it; that of a thing below it, where its mark leaves room. */
function placeLabel(place, name, at) {
  const [x, y] = at(place.lines[0]);
  const isArea = place.kind === "label" || place.kind === "square";
  const size = place.rank <= 1 ? 12 : 11;
  return level(name, [x, isArea ? y : y + 16], `${size}px`, isArea ? "quietLabel" : "label");
}

function districtLabel(district, name, at, zoom, lines) {
  const size = Math.round(11 + (zoom - 10) * 1.2), [x, y] = at(district.middle);
  return level(name.toUpperCase(), [x, y + lines * size], `${size}px`, "districtLabel", `${zoom - 8}px`);
}

/** A name that lies flat around a point. */
export function level(name, [x, y], size, colour, spacing = "0px") {
  const font = `${size} ${FONT}`;
  const { width, height } = measure(name, font, spacing);
  const discs = [];
  for (let reach = -width / 2; reach <= width / 2 + height / 2; reach += height) discs.push([x + reach, y, height * 0.8]);
  return label([{ text: name, x, y, angle: 0 }], discs, font, colour, spacing);
}

function waterLabels(water, name, at, zoom) {
  const font = `italic ${zoom >= 16 ? 12 : 10.5}px ${FONT}`;
  return alongAll(name, water.lines, at, font, "waterLabel", 900);
}

/** A name along its lines, again and again with room between. */
export function* alongAll(name, lines, at, font, colour, gap = 420) {
  const { width, height } = measure(name, font);
  for (const line of lines) {
    const path = new Way(line, at);
    if (path.length < width * 1.15) continue;
    const places = Math.max(1, Math.floor(path.length / (width + gap)));
    for (let i = 0; i < places; i++) {
      const centre = ((i + 0.5) * path.length) / places;
      const found = along(name, path, centre, width, height, font, colour);
      if (found) yield found;
    }
  }
}

/** The name along the way around `centre`; null where the way bends too much to be read. */
function along(name, way, centre, width, height, font, colour) {
  const start = Math.max(0, Math.min(centre - width / 2, way.length - width));
  const [from, to] = [way.at(start), way.at(start + width)];
  const backwards = to.x < from.x;
  const bend = way.bend(start, start + width);
  if (bend > 0.9) return null;
  const discs = [];
  for (let step = 0; step <= width; step += height) discs.push([...way.point(start + step), height * 0.75]);
  if (bend < 0.06) {
    const angle = Math.atan2(to.y - from.y, to.x - from.x) + (backwards ? Math.PI : 0);
    const piece = { text: name, x: (from.x + to.x) / 2, y: (from.y + to.y) / 2, angle };
    return label([piece], discs, font, colour);
  }
  ruler.font = font;
  const pieces = [];
  for (let i = 0; i < name.length; i++) {
    const middle = (ruler.measureText(name.slice(0, i)).width + ruler.measureText(name.slice(0, i + 1)).width) / 2;
    const { x, y, angle } = way.at(backwards ? start + width - middle : start + middle);
    pieces.push({ text: name[i], x, y, angle: angle + (backwards ? Math.PI : 0) });
  }
  return label(pieces, discs, font, colour);
}

function label(pieces, discs, font, colour, spacing) {
  const box = { west: Infinity, north: Infinity, east: -Infinity, south: -Infinity };
  for (const [x, y, radius] of discs) {
    box.west = Math.min(box.west, x - 2 * radius);
    box.east = Math.max(box.east, x + 2 * radius);
    box.north = Math.min(box.north, y - 2 * radius);
    box.south = Math.max(box.south, y + 2 * radius);
  }
  return { pieces, discs, font, colour, spacing, box };
}

const measured = new Map();

function measure(text, font, spacing = "0px") {
  const key = font + spacing + text;
  if (!measured.has(key)) {
    ruler.font = font;
    ruler.letterSpacing = spacing;
    measured.set(key, { width: ruler.measureText(text).width, height: parseFloat(font.match(/[\d.]+px/)[0]) });
    ruler.letterSpacing = "0px";
  }
  return measured.get(key);
}

/** A line in pixels that can be walked by length. */
class Way {
  constructor(line, at) {
    this.points = [];
    this.reached = [0];
    for (let i = 0; i < line.length; i += 2) this.points.push(at([line[i], line[i + 1]]));
    for (let i = 1; i < this.points.length; i++) {
      const [[ax, ay], [bx, by]] = [this.points[i - 1], this.points[i]];
      this.reached.push(this.reached[i - 1] + Math.hypot(bx - ax, by - ay));
    }
    this.length = this.reached.at(-1);
  }

  _piece(length) {
    let low = 1, high = this.points.length - 1;
    while (low < high) {
      const mid = (low + high) >> 1;
      if (this.reached[mid] < length) low = mid + 1;
      else high = mid;
    }
    return low;
  }

  at(length) {
    const i = this._piece(length);
    const [[ax, ay], [bx, by]] = [this.points[i - 1], this.points[i]];
    const t = (length - this.reached[i - 1]) / (this.reached[i] - this.reached[i - 1] || 1);
    return { x: ax + (bx - ax) * t, y: ay + (by - ay) * t, angle: Math.atan2(by - ay, bx - ax) };
  }

  point(length) {
    const { x, y } = this.at(length);
    return [x, y];
  }

  /** The largest turn away from the first direction between two lengths, radians. */
  bend(from, to) {
    const first = this.at(from).angle;
    let most = 0;
    for (let i = this._piece(from); i <= this._piece(to); i++) {
      const [[ax, ay], [bx, by]] = [this.points[i - 1], this.points[i]];
      const turn = Math.atan2(by - ay, bx - ax) - first;
      most = Math.max(most, Math.abs(Math.atan2(Math.sin(turn), Math.cos(turn))));
    }
    return most;
  }
}

/** Room that is taken: discs in a grid. */
export class Room {
  constructor() {
    this.cells = new Map();
  }

  /** Take the room of all discs [x, y, radius]; false, and nothing is taken, where one is not free. */
  take(discs) {
    for (const disc of discs) if (!this._free(disc)) return false;
    for (const disc of discs) {
      const key = `${Math.floor(disc[0] / 64)}/${Math.floor(disc[1] / 64)}`;
      if (!this.cells.has(key)) this.cells.set(key, []);
      this.cells.get(key).push(disc);
    }
    return true;
  }

  _free([x, y, radius]) {
    const column = Math.floor(x / 64), row = Math.floor(y / 64);
    for (let c = column - 1; c <= column + 1; c++) {
      for (let r = row - 1; r <= row + 1; r++) {
        for (const [ox, oy, other] of this.cells.get(`${c}/${r}`) ?? []) {
          if ((ox - x) ** 2 + (oy - y) ** 2 < (other + radius) ** 2) return false;
        }
      }
    }
    return true;
  }
}
