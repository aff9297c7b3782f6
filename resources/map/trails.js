// Where units have been: a line that grows fainter towards its past, with the time beside it every few minutes.

import { world } from "./live_layer.js";
import { FONT } from "./themes.js";

const SHADES = 4;
const FAINTEST = 0.3;
const LABEL_GAP_PX = 46;
const STEPS_AT_MOST = 4000; // as the console keeps them

export function join({ moving, live }) {
  const painter = new Trails(live.unit);
  moving.add(painter, 15);
  return { does: { trail: ({ all }) => painter.put(all), trail_on: (told) => painter.grow(told) } };
}

class Trails {
  constructor(units) {
    Object.assign(this, { units, trails: [], isLocal: true });
  }

  put(all) {
    this.trails = all.map(({ unit, line, marks }) => ({ unit, line: placed(line), marks: placedMarks(marks) }));
  }

  /** The next steps of some units. */
  grow(told) {
    for (const { unit, line, marks } of told) {
      const trail = this.trails.find((one) => one.unit === unit);
      if (!trail) continue;
      trail.line = [...trail.line, ...placed(line)].slice(-STEPS_AT_MOST);
      trail.marks = [...trail.marks, ...placedMarks(marks)].slice(-STEPS_AT_MOST);
    }
  }

  paint(brush) {
    for (const { unit, line, marks } of this.trails) {
      const here = this.units.byId.get(unit)?.at;
      this._line(brush, here ? [...line, here] : line);
      this._marks(brush, marks);
    }
    return false;
  }

  _line(brush, line) {
    const { context } = brush;
    context.lineJoin = "round";
    const part = Math.max(1, Math.ceil((line.length - 1) / SHADES));
    for (const [width, colour] of [[5, this.theme.unitEdge], [2.5, this.theme.unitBusy]]) {
      for (let from = 0, shade = 1; from < line.length - 1; from += part, shade++) {
        brush.way(line.slice(from, from + part + 1));
        context.globalAlpha = FAINTEST + ((1 - FAINTEST) * shade) / SHADES;
        context.lineWidth = width;
        context.strokeStyle = colour;
        context.stroke();
      }
    }
    context.globalAlpha = 1;
  }

  _marks(brush, marks) {
    const { context } = brush;
    let last = null;
    for (const { at, text } of marks) {
      const seen = brush.at(at);
      if (!seen) continue;
      context.beginPath();
      context.arc(0, 0, 3, 0, 2 * Math.PI);
      context.fillStyle = this.theme.unitBusy;
      context.fill();
      context.lineWidth = 1;
      context.strokeStyle = this.theme.unitEdge;
      context.stroke();
      if (last && Math.hypot(seen.x - last.x, seen.y - last.y) < LABEL_GAP_PX) continue;
      last = seen;
      brush.mark(seen.x, seen.y - 16, seen.x + 44, seen.y + 2);
      context.font = `10px ${FONT}`;
      context.textAlign = "left";
      context.textBaseline = "middle";
      context.lineWidth = 3;
      context.lineJoin = "round";
      context.strokeStyle = this.theme.halo;
      context.strokeText(text, 6, -7);
      context.fillStyle = this.theme.label;
      context.fillText(text, 6, -7);
    }
  }
}

const placed = (line) => line.map((place) => world(...place));
const placedMarks = (marks) => marks.map(([lon, lat, text]) => ({ at: world(lon, lat), text }));
