// Alarms, incidents with lines from the units sent to them, and the ring around what is selected.

import { drawAlarm, drawCount, drawIncident } from "./alarm_symbols.js";
import { world } from "./live_layer.js";
import { NUMBER_PX, Piles } from "./piles.js";

const TURN = 2 * Math.PI;
// How far below the most urgent of its priority an alarm lies; what is kept quiet lies below all others. No two looks
// have the same rank.
const BELOW = {
  unacknowledged: 0, returned_unacknowledged: 1, acknowledged: 2, shelved: 20, suppressed: 21, out_of_service: 22,
};
const rankOf = ({ priority, state }) => priority * 4 + BELOW[state];
const RANKS = 64;
const NUMBERS_AT_MOST = 300; // in view; in a flood the more urgent have theirs

export class Alarms {
  constructor() {
    this.isLocal = true;
    this.byId = new Map();
    this.isVisible = true;
    this.sorted = null;
    this.stamps = new Stamps();
    this.piles = new Piles();
  }

  /** Alarms as the console tells them: id, priority, state, lon, lat. */
  put(alarms) {
    for (const told of alarms) {
      this.byId.set(told.id, { ...told, rank: rankOf(told), at: world(told.lon, told.lat), top: null });
    }
    this.sorted = null;
  }

  remove(ids) {
    for (const id of ids) this.byId.delete(id);
    this.sorted = null;
  }

  clear() {
    this.byId.clear();
    this.sorted = null;
  }

  /** The more urgent are drawn last, above the others. */
  _inOrder() {
    this.sorted ??= [...this.byId.values()].sort((a, b) => b.rank - a.rank);
    return this.sorted;
  }

  paint(brush) {
    this.rings.begin();
    if (this.isVisible) {
      const stamping = this.stamps.begin(brush, this.theme);
      for (const alarm of this._inOrder()) {
        const here = brush.at(alarm.at);
        if (!here) continue;
        const size = sizeOf(alarm, brush.zoom);
        stamping.put(alarm, here, size);
        if (alarm.priority === 1 && alarm.state === "unacknowledged") this.rings.around(alarm.at, size, this.theme.alarms[1]);
      }
      this._number(brush, stamping);
    }
    this.rings.end();
    return false;
  }

  /** How many lie over one another, where they do. */
  _number(brush, stamping) {
    let left = NUMBERS_AT_MOST;
    for (const { alarm, count, corner } of this.piles.of(this.sorted, brush.zoom)) {
      const here = brush.at(alarm.at);
      if (!here) continue;
      stamping.number(count, { x: here.x + corner[0], y: here.y + corner[1] });
      if (--left === 0) return;
    }
  }
}

const MOST = 99; // a greater number is said as 99+
const STAMP_PX = 16; // from the middle of a mark to where nothing of it is any more

/** Marks are drawn once and stamped from then on: in a flood ten thousand are painted five times a second. */
class Stamps {
  constructor() {
    this.drawn = new Map();
  }

  /** Painting begins; the same mark at the same place is stamped once. */
  begin(brush, theme) {
    if (theme !== this.theme || brush.sharp !== this.sharp) this.drawn.clear();
    Object.assign(this, { brush, theme, sharp: brush.sharp, there: new Set() });
    return this;
  }

  put(alarm, { x, y }, size) {
    const { sharp } = this, context = this.brush.context, half = Math.ceil(STAMP_PX * sharp);
    const left = Math.round(x * sharp) - half, top = Math.round(y * sharp) - half;
    const spot = (top * 65536 + left) * RANKS + alarm.rank;
    if (this.there.has(spot)) return;
    this.there.add(spot);
    context.setTransform(1, 0, 0, 1, left, top);
    const draw = (stamp) => drawAlarm(stamp, alarm, this.theme, size);
    context.drawImage(this._of(`${alarm.priority} ${alarm.state} ${size}`, draw, half, half), 0, 0);
  }

  /** How many lie over one another. */
  number(count, { x, y }) {
    const { sharp } = this, context = this.brush.context;
    const [wide, high] = [Math.ceil(14 * sharp), Math.ceil((NUMBER_PX / 2 + 1) * sharp)];
    const text = count > MOST ? `${MOST}+` : String(count);
    const stamp = this._of(text, (plate) => drawCount(plate, text, this.theme), wide, high);
    context.setTransform(1, 0, 0, 1, Math.round(x * sharp) - wide, Math.round(y * sharp) - high);
    context.drawImage(stamp, 0, 0);
  }

  /** The picture of a look: so many device pixels to each side of its middle, and above and below it. */
  _of(key, draw, wide, high) {
    if (this.drawn.has(key)) return this.drawn.get(key);
    const stamp = new OffscreenCanvas(2 * wide, 2 * high), context = stamp.getContext("2d");
    context.setTransform(this.sharp, 0, 0, this.sharp, wide, high);
    draw(context);
    const picture = stamp.transferToImageBitmap();
    this.drawn.set(key, picture);
    return picture;
  }
}

function sizeOf(alarm, zoom) {
  const full = alarm.priority === 1 ? 9.5 : alarm.priority === 2 ? 8.5 : alarm.priority === 3 ? 7.5 : 6;
  return zoom < 12 ? full * 0.8 : zoom < 15 ? full : full * 1.15;
}

const RINGS_AT_MOST = 40;
const PULSE_MS = 1600;
const STEP_MS = 160;

/** Small rings that grow around what nobody has acknowledged: elements, so that a pulse draws a few pixels, not a view. */
export class Rings {
  constructor(map) {
    this.map = map;
    this.box = L.DomUtil.create("div", "leaflet-zoom-hide", map.getPane("overlayPane"));
    this.rings = [];
    setInterval(() => this._pulse(), STEP_MS);
  }

  begin() {
    this.used = 0;
  }

  around(at, size, colour) {
    if (this.used === RINGS_AT_MOST) return;
    const ring = (this.rings[this.used] ??= L.DomUtil.create("div", "ring", this.box));
    this.used++;
    const world = 256 * 2 ** this.map.getZoom(), origin = this.map.getPixelOrigin();
    ring.style.left = `${at.x * world - origin.x}px`;
    ring.style.top = `${at.y * world - origin.y}px`;
    ring.style.width = ring.style.height = `${2 * size}px`;
    ring.style.borderColor = colour;
    ring.hidden = false;
  }

  end() {
    for (const ring of this.rings.slice(this.used)) ring.hidden = true;
  }

  _pulse() {
    const part = (performance.now() % PULSE_MS) / PULSE_MS;
    for (const ring of this.rings) {
      ring.style.transform = `translate(-50%, -50%) scale(${1.1 + part * 0.9})`;
      ring.style.opacity = 0.9 * (1 - part);
    }
  }
}

const ON_THE_WAY = new Set(["dispatched", "en_route"]);

export class Incidents {
  constructor(units) {
    this.isLocal = true;
    this.byId = new Map();
    this.ways = new Map();
    this.units = units;
    this.isVisible = true;
    this.sorted = null;
  }

  /** Ways of units along the streets: unit, line of [lon, lat]; an empty line means that none is known. */
  lead(ways) {
    for (const { unit, line } of ways) {
      if (line.length) this.ways.set(unit, line.map(([lon, lat]) => world(lon, lat)));
      else this.ways.delete(unit);
    }
  }

  /** Open incidents as the console tells them: id, priority, lon, lat. */
  put(incidents) {
    for (const told of incidents) {
      this.byId.set(told.id, { ...told, rank: told.priority, at: world(told.lon, told.lat) });
    }
    this.sorted = null;
  }

  remove(ids) {
    for (const id of ids) this.byId.delete(id);
    this.sorted = null;
  }

  clear() {
    this.byId.clear();
    this.sorted = null;
  }

  paint(brush) {
    if (!this.isVisible) return false;
    this._ways(brush);
    this.sorted ??= [...this.byId.values()].sort((a, b) => b.rank - a.rank);
    for (const incident of this.sorted) {
      incident.seen = brush.at(incident.at);
      if (incident.seen) drawIncident(brush.context, incident, this.theme);
    }
    return false;
  }

  /** From each unit on its way to the incident it was sent to: along the streets where that way is known. */
  _ways(brush) {
    const { context } = brush;
    context.lineCap = context.lineJoin = "round";
    for (const unit of this.units.byId.values()) {
      const incident = ON_THE_WAY.has(unit.status) && this.byId.get(unit.incident);
      if (!incident || !unit.at) continue;
      const way = this.ways.get(unit.id);
      if (way) brush.way(ahead(unit.at, way));
      else brush.line(unit.at, incident.at);
      context.setLineDash([]);
      context.lineWidth = way ? 5 : 4;
      context.strokeStyle = this.theme.unitEdge;
      context.globalAlpha = 0.6;
      context.stroke();
      context.setLineDash(way ? [] : [1, 6]);
      context.lineWidth = 2;
      context.strokeStyle = this.theme.line;
      context.globalAlpha = 0.9;
      context.stroke();
    }
    context.setLineDash([]);
    context.globalAlpha = 1;
  }
}

/** What is left of a way: from where the unit is to the corner after the piece it is nearest to, and on. */
function ahead(at, way) {
  let next = 1, least = Infinity;
  for (let i = 1; i < way.length; i++) {
    const [a, b] = [way[i - 1], way[i]];
    const dx = b.x - a.x, dy = b.y - a.y;
    const t = Math.min(Math.max(((at.x - a.x) * dx + (at.y - a.y) * dy) / (dx * dx + dy * dy || 1), 0), 1);
    const distance = Math.hypot(a.x + t * dx - at.x, a.y + t * dy - at.y);
    if (distance < least) [next, least] = [i, distance];
  }
  return [at, ...way.slice(next)];
}

/** The ring around what is selected: it stands still, or goes with the unit. */
export class Selection {
  constructor(painters) {
    this.isLocal = true;
    this.painters = painters;
    this.what = null;
  }

  put(what) {
    if (this.live) this.live.selected = false;
    this.what = what && { ...what, at: what.lon === undefined ? null : world(what.lon, what.lat) };
    if (this.live) this.live.selected = true;
  }

  get live() {
    return this.what && this.painters[this.what.kind]?.byId.get(this.what.id);
  }

  paint(brush) {
    const at = this.live?.at ?? this.what?.at;
    if (!at || !brush.at(at)) return false;
    const { context } = brush;
    for (const [width, colour] of [[4.5, this.theme.unitEdge], [2, this.theme.selection]]) {
      context.beginPath();
      context.arc(0, 0, 17, 0, TURN);
      context.lineWidth = width;
      context.strokeStyle = colour;
      context.stroke();
    }
    return false;
  }
}
