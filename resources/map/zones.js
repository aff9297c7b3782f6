// Cordons and geofences that all consoles see: part of the ground under the marks, with their names above. A cordon has
// a solid edge with hatching inside it, a geofence a dashed one; what the center has not answered yet is dotted.

import { world } from "./live_layer.js";
import { TILE } from "./ground.js";
import { FONT } from "./themes.js";
import { ZoneEditor } from "./zone_editor.js";

const HATCH_PX = 7;
const BAND_PX = 11;
const EDGE_REACH_PX = 7;
const SIGN_PX = 180; // longest name
const INSET_PX = 150; // what the canvas has around the view, and some room for the sign

export function join(stage) {
  const { map, tiles, moving, console } = stage;
  const zones = new Zones(tiles);
  stage.live.zone = zones;
  tiles.underlays.push({ paint: (...into) => zones.paintUnder(...into) });
  moving.add(zones, 36); // their names above units, and below alarms: no name hides an emergency
  stage.beneath.push((x, y) => zones.find(x, y, 256 * 2 ** map.getZoom()));
  const editor = new ZoneEditor(stage, (ring) => console.zones.edited(ring));
  stage.tool.add("edit", editor);

  return {
    wear: () => zones.wear(),
    does: {
      reset: () => zones.clear(),
      visible: ({ zones: isVisible }) => { if (isVisible !== undefined) zones.show(isVisible); },
      zones: (told) => zones.put(told),
      zone_chosen: (id) => zones.select(id),
      zone_draft: (told) => zones.sketch(told),
      edit: ({ id, ring }) => {
        zones.leaveOut(id);
        editor.take(ring);
      },
    },
  };
}

/** Paints twice: areas into the tiles (`under`), names over units (`paint`). */
class Zones {
  constructor(tiles) {
    Object.assign(this, { tiles, byId: new Map(), isVisible: true, isLocal: true, chosen: null, left: "", draft: null });
  }

  /** Zones as the console tells them: id, kind, name, ring of places, pending. */
  put(told) {
    for (const zone of told) this.byId.set(zone.id, shaped(zone));
    this.tiles.repaintMarks();
  }

  remove(ids) {
    for (const id of ids) this.byId.delete(id);
    this.tiles.repaintMarks();
  }

  clear() {
    this.byId.clear();
    this.tiles.repaintMarks();
  }

  /** What is drawn and being named; null for nothing. It stays whatever the console tells anew. */
  sketch(told) {
    this.draft = told && shaped(told);
    this.tiles.repaintMarks();
  }

  show(isVisible) {
    this.isVisible = isVisible;
    this.tiles.repaintMarks();
  }

  select(id) {
    if (id === this.chosen) return;
    this.chosen = id;
    this.tiles.repaintMarks();
  }

  /** One that is being changed is drawn by the editor; "" for none. */
  leaveOut(id) {
    this.left = id;
    this.tiles.repaintMarks();
  }

  wear() {
    this.hatches = new Map();
  }

  get shown() {
    const kept = this.isVisible ? [...this.byId.values()].filter(({ id }) => id !== this.left) : [];
    return this.draft ? [...kept, this.draft] : kept;
  }

  /** The zone whose edge lies at a point of the world's pixels. */
  find(x, y, size) {
    const at = { x: x / size, y: y / size }, reach = EDGE_REACH_PX / size;
    const zone = this.shown.find(({ ring, box }) => (
      at.x > box.west - reach && at.x < box.east + reach && at.y > box.north - reach && at.y < box.south + reach
      && ring.some((a, i) => gap(at, a, ring[(i + 1) % ring.length]) <= reach)
    ));
    return zone ? { kind: "zone", id: zone.id } : null;
  }

  /** Into a tile, over its ground. */
  paintUnder(context, coords, theme, sharp) {
    const size = 256 * 2 ** coords.z, [left, top] = [coords.x * TILE, coords.y * TILE];
    for (const zone of this.shown) {
      const { box } = zone;
      if (box.east * size < left || box.west * size > left + TILE) continue;
      if (box.south * size < top || box.north * size > top + TILE) continue;
      const path = new Path2D();
      for (const { x, y } of zone.ring) path.lineTo((x * size - left) * sharp, (y * size - top) * sharp);
      path.closePath();
      this._area(context, zone, path, theme, sharp);
    }
  }

  _area(context, zone, path, theme, sharp) {
    const isChosen = zone.id === this.chosen;
    context.save();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.save();
    context.clip(path);
    context.globalAlpha = isChosen ? 0.16 : 0.07;
    context.fillStyle = theme.line;
    context.fill(path);
    if (zone.kind === "cordon") {
      context.globalAlpha = 0.75;
      context.strokeStyle = this._hatch(context, theme.line, sharp);
      context.lineWidth = 2 * BAND_PX * sharp;
      context.stroke(path);
    }
    context.restore();
    context.lineJoin = "round";
    context.strokeStyle = theme.unitEdge;
    context.globalAlpha = 0.6;
    context.lineWidth = (isChosen ? 6 : 4) * sharp;
    context.stroke(path);
    context.globalAlpha = 1;
    context.strokeStyle = isChosen ? theme.selection : theme.line;
    context.lineWidth = (isChosen ? 3 : 2) * sharp;
    if (zone.pending) context.setLineDash([1 * sharp, 5 * sharp]);
    else if (zone.kind === "geofence") context.setLineDash([9 * sharp, 6 * sharp]);
    context.lineCap = zone.pending ? "round" : "butt";
    context.stroke(path);
    context.restore();
  }

  _hatch(context, colour, sharp) {
    const key = `${colour} ${sharp}`;
    this.hatches ??= new Map();
    if (this.hatches.has(key)) return this.hatches.get(key);
    const step = Math.max(1, TILE * sharp / Math.round(TILE / HATCH_PX)); // whole steps in a tile: no seam shows
    const cell = document.createElement("canvas");
    cell.width = cell.height = Math.round(step * 8);
    const brush = cell.getContext("2d");
    brush.strokeStyle = colour;
    brush.lineWidth = 1.2 * sharp;
    for (let x = -8; x <= 16; x++) {
      brush.moveTo(x * step, cell.height);
      brush.lineTo(x * step + cell.height, 0);
    }
    brush.stroke();
    this.hatches.set(key, context.createPattern(cell, "repeat"));
    return this.hatches.get(key);
  }

  /** Names, on the canvas of what moves. */
  paint(brush) {
    const { context } = brush;
    for (const zone of this.shown) {
      const size = brush.world, { box } = zone;
      if ((box.east - box.west) * size < 18 && zone.id !== this.chosen) continue;
      zone.at = this._signAt(zone, brush);
      if (!zone.at) continue;
      const { x, y } = brush.at(zone.at);
      brush.mark(x - SIGN_PX / 2 - 8, y - 24, x + SIGN_PX / 2 + 8, y);
      this._sign(context, zone);
    }
    return false;
  }

  /** The highest point of the edge that is in view: the canvas is larger. */
  _signAt({ edge }, { world: size, origin, width, height }) {
    return edge.find(({ x, y }) => {
      const [right, down] = [x * size - origin.x, y * size - origin.y];
      return right > INSET_PX && down > INSET_PX && right < width - INSET_PX && down < height - INSET_PX;
    }) ?? null;
  }

  _sign(context, zone) {
    context.font = `600 11px ${FONT}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    const text = shortened(context, isolated(zone.pending ? `${zone.name} …` : zone.name), SIGN_PX);
    const wide = context.measureText(text).width + 12;
    context.globalAlpha = 0.92;
    context.fillStyle = this.theme.page.tooltip;
    context.beginPath();
    context.roundRect(-wide / 2, -22, wide, 17, 3);
    context.fill();
    context.globalAlpha = 1;
    context.lineWidth = 1;
    context.strokeStyle = this.theme.line;
    context.setLineDash(zone.kind === "geofence" ? [4, 3] : []);
    context.stroke();
    context.setLineDash([]);
    context.fillStyle = this.theme.page["tooltip-text"];
    context.fillText(text, 0, -13);
  }
}

function shaped(zone) {
  const ring = zone.ring.map(([lon, lat]) => world(lon, lat));
  const [xs, ys] = [ring.map(({ x }) => x), ring.map(({ y }) => y)];
  const box = { west: Math.min(...xs), east: Math.max(...xs), north: Math.min(...ys), south: Math.max(...ys) };
  const middles = ring.map((a, i) => {
    const b = ring[(i + 1) % ring.length];
    return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
  });
  return { ...zone, ring, box, edge: [...ring, ...middles].sort((a, b) => a.y - b.y), at: null };
}

/** Distance of a point from a stretch of a line. */
function gap(p, a, b) {
  const [dx, dy] = [b.x - a.x, b.y - a.y], square = dx * dx + dy * dy;
  const part = square ? Math.min(1, Math.max(0, ((p.x - a.x) * dx + (p.y - a.y) * dy) / square)) : 0;
  return Math.hypot(a.x + part * dx - p.x, a.y + part * dy - p.y);
}

/** A name that may turn the direction of writing turns no more than itself. */
const isolated = (text) => `\u2068${text}\u2069`;

function shortened(context, text, width) {
  if (context.measureText(text).width <= width) return text;
  let kept = text.slice(0, 80);
  while (kept.length > 1 && context.measureText(`${kept}…`).width > width) kept = kept.slice(0, -1);
  return `${kept}…\u2069`;
}
