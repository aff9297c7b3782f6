// Units: where they are between two position reports, and how they are drawn.

import { world } from "./live_layer.js";
import { Room } from "./labels.js";
import { drawSpeck, drawUnit } from "./symbols.js";
import { FONT } from "./themes.js";

const BUSY = new Set(["dispatched", "en_route", "on_scene", "transporting"]);
const IDLE = new Set(["break", "out_of_service", "offline"]);
const SPECKS_BELOW = 13;
const BUSY_NAMED_FROM = 13;
const ALL_NAMED_FROM = 15;
const JUMP = 500 / 40075016; // a report farther away than half a kilometre is a jump, not a drive
const MOVING_M_S = 0.5;

export class Units {
  constructor() {
    this.isLocal = true;
    this.byId = new Map();
    this.isVisible = true;
  }

  /** Units as the console tells them: id, callsign, agency, status, incident and, where known, a fix. */
  put(units) {
    for (const told of units) {
      const unit = this.byId.get(told.id) ?? { at: null };
      const offline = told.status === "offline";
      Object.assign(unit, told, { busy: BUSY.has(told.status), idle: IDLE.has(told.status), offline });
      this.byId.set(told.id, unit);
      if (told.fix) this.move([[told.id, ...told.fix]]);
    }
  }

  /** Position reports [id, lon, lat, speed m/s, heading]; each is driven to within the time reports take to come. */
  move(fixes) {
    const now = performance.now();
    for (const [id, lon, lat, speed, heading] of fixes) {
      const unit = this.byId.get(id);
      if (!unit) continue;
      const to = world(lon, lat);
      const from = unit.at && Math.hypot(unit.at.x - to.x, unit.at.y - to.y) < JUMP ? { ...unit.at } : to;
      const lasts = Math.min(Math.max(now - (unit.since ?? now - 1000), 200), 2500) * 1.05;
      Object.assign(unit, { from, to, since: now, lasts, heading, moving: speed > MOVING_M_S });
      unit.at ??= to;
    }
  }

  remove(ids) {
    for (const id of ids) this.byId.delete(id);
  }

  clear() {
    this.byId.clear();
  }

  paint(brush, now) {
    if (!this.isVisible) return false;
    const size = brush.zoom < 13 ? 5.5 : brush.zoom < 14 ? 4.6 : brush.zoom < 16 ? 6.5 : 8;
    const draw = brush.zoom < SPECKS_BELOW ? drawSpeck : drawUnit;
    let driving = false;
    const seen = [];
    for (const unit of this.byId.values()) {
      if (!unit.to) continue;
      const part = Math.min((now - unit.since) / unit.lasts, 1);
      driving ||= part < 1;
      unit.at = {
        x: unit.from.x + (unit.to.x - unit.from.x) * part,
        y: unit.from.y + (unit.to.y - unit.from.y) * part,
      };
      unit.seen = brush.at(unit.at);
      if (!unit.seen) continue;
      draw(brush.context, unit, this.theme, size);
      seen.push(unit);
    }
    if (brush.zoom >= BUSY_NAMED_FROM) {
      this._name(brush, brush.zoom >= ALL_NAMED_FROM ? seen : seen.filter((unit) => unit.busy || unit.selected), size);
    }
    return driving;
  }

  /** Callsigns, the busy ones first; one that would cover another is left out. */
  _name(brush, units, size) {
    const { context } = brush, room = new Room();
    brush.plain();
    context.font = `10.5px ${FONT}`;
    context.textAlign = "left";
    context.textBaseline = "middle";
    const eager = (unit) => (unit.selected ? 2 : 0) + (unit.busy ? 1 : 0);
    for (const unit of units.sort((a, b) => eager(b) - eager(a) || (a.id < b.id ? -1 : 1))) {
      unit.wide ??= context.measureText(unit.callsign).width;
      const x = unit.seen.x + size + 5, y = unit.seen.y;
      const discs = [[unit.seen.x, y, size]];
      for (let reach = 5; reach < unit.wide + 5; reach += 9) discs.push([x + reach, y, 6]);
      if (!room.take(discs)) continue;
      brush.mark(x - 3, y - 9, x + unit.wide + 3, y + 9);
      context.fillStyle = this.theme.halo; // a plate: what is said of the ground there would run into it
      context.fillRect(x - 2, y - 6.5, unit.wide + 4, 13);
      context.fillStyle = unit.idle ? this.theme.unitIdle : this.theme.unit;
      context.fillText(unit.callsign, x, y);
    }
  }
}
