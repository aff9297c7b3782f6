// Who sees a point: from each camera a line to it and the sector it looks at, with its number in the list.

import { world } from "./live_layer.js";
import { FONT } from "./themes.js";

const TURN = 2 * Math.PI;
const METRES_ROUND = 40075016.686;
const BEYOND = 1.15; // a sector goes a little past the point

export function join({ moving }) {
  const painter = new Onlookers();
  moving.add(painter, 10);
  return { does: { sight_lines: (told) => painter.put(told) } };
}

class Onlookers {
  constructor() {
    this.isLocal = true;
    this.put({ at: null, cameras: [] });
  }

  put({ at, cameras }) {
    this.at = at && world(...at);
    this.scale = at ? 1 / (METRES_ROUND * Math.cos((at[1] * Math.PI) / 180)) : 0; // of the world in a metre
    this.cameras = cameras.map((camera) => ({ ...camera, place: world(camera.lon, camera.lat) }));
  }

  paint(brush) {
    if (!this.at) return false;
    const reversed = [...this.cameras].reverse();
    for (const camera of reversed) this._sector(brush, camera);
    for (const camera of reversed) this._line(brush, camera);
    this.cameras.forEach((camera, i) => this._number(brush, camera, i + 1));
    this._point(brush);
    return false;
  }

  _sector(brush, { place, heading, angle, metres, must_turn: mustTurn }) {
    if (mustTurn) return;
    const { context, world: size, origin, sharp } = brush;
    const middle = (heading * Math.PI) / 180 - Math.PI / 2, half = (angle * Math.PI) / 360;
    const reach = Math.max(metres, 8) * BEYOND * this.scale * size;
    const [x, y] = [place.x * size - origin.x, place.y * size - origin.y];
    brush.mark(x - reach, y - reach, x + reach, y + reach);
    context.setTransform(sharp, 0, 0, sharp, x * sharp, y * sharp);
    context.beginPath();
    if (angle < 360) context.moveTo(0, 0);
    context.arc(0, 0, reach, middle - half, middle + half);
    context.closePath();
    context.globalAlpha = 0.1;
    context.fillStyle = this.theme.line;
    context.fill();
    context.globalAlpha = 0.5;
    context.lineWidth = 1;
    context.strokeStyle = this.theme.line;
    context.stroke();
    context.globalAlpha = 1;
  }

  _line(brush, { place, must_turn: mustTurn }) {
    const { context } = brush;
    for (const [width, colour] of [[3.5, this.theme.unitEdge], [1.5, this.theme.selection]]) {
      brush.line(place, this.at);
      context.setLineDash(mustTurn ? [4, 5] : []);
      context.lineWidth = width;
      context.strokeStyle = colour;
      context.stroke();
    }
    context.setLineDash([]);
  }

  _number(brush, { place }, rank) {
    if (!brush.at(place)) return;
    const { context, theme } = { context: brush.context, theme: this.theme };
    context.beginPath();
    context.arc(0, 0, 8, 0, TURN);
    context.fillStyle = theme.page.tooltip;
    context.fill();
    context.lineWidth = 1.5;
    context.strokeStyle = theme.selection;
    context.stroke();
    context.font = `600 10px ${FONT}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillStyle = theme.page["tooltip-text"];
    context.fillText(String(rank), 0, 0.5);
  }

  _point(brush) {
    if (!brush.at(this.at)) return;
    const { context, theme } = { context: brush.context, theme: this.theme };
    for (const [width, colour] of [[5, theme.unitEdge], [2, theme.selection]]) {
      context.lineWidth = width;
      context.strokeStyle = colour;
      context.beginPath();
      context.arc(0, 0, 6, 0, TURN);
      for (const [x, y] of [[0, -1], [1, 0], [0, 1], [-1, 0]]) {
        context.moveTo(x * 6, y * 6);
        context.lineTo(x * 12, y * 12);
      }
      context.stroke();
    }
  }
}
