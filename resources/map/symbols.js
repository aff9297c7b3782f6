// The shapes of everything that stands or moves on the map. All are drawn around 0, 0 of a context that was moved there.

import { FONT } from "./themes.js";

const TURN = 2 * Math.PI;
const NORTH = -Math.PI / 2;
const radians = (degrees) => (degrees * Math.PI) / 180;

const [OK, DEGRADED, OFFLINE, ABSENT] = [0, 1, 2, 3];

/** Many points in one: a quiet disc, its thin rim split by state. */
export function drawCluster(context, mark, theme) {
  const { radius, count, counts } = mark;
  context.beginPath();
  context.arc(0, 0, radius, 0, TURN);
  context.fillStyle = theme.cluster;
  context.fill();
  context.lineWidth = 1.25;
  context.globalAlpha = theme.clusterRim;
  let from = NORTH;
  for (const state of [OK, DEGRADED, OFFLINE, ABSENT]) {
    if (!counts[state]) continue;
    const to = from + Math.max((counts[state] / count) * TURN, 0.12);
    context.beginPath();
    context.arc(0, 0, radius, from, Math.min(to, NORTH + TURN));
    context.strokeStyle = theme.states[state];
    context.stroke();
    from = to;
  }
  context.globalAlpha = 1;
}

/** Their number, `drop` pixels below the middle; on a plate where it `covers` a name. */
export function drawNumber(context, { radius }, theme, number, drop, covers) {
  context.font = `${radius < 8.5 ? 8 : radius < 12 ? 8.5 : 9.5}px ${FONT}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  if (covers) {
    const half = context.measureText(number).width / 2 + 3;
    context.fillStyle = theme.halo;
    context.fillRect(-half, drop - 6, 2 * half, 12);
  } else if (drop) {
    context.lineJoin = "round";
    context.lineWidth = 2.5;
    context.strokeStyle = theme.halo;
    context.strokeText(number, 0, drop + 0.5);
  }
  context.fillStyle = theme.clusterText;
  context.fillText(number, 0, drop + 0.5);
}

// Zoom from which a camera shows all that it sees (point_tiles.py sends marks from as far as that reaches).
export const SIGHT_FROM = 18;

/** A camera: a dot with the direction it looks in; from street zoom on what it sees, where the center can see it too
 *  and the operator wants to see that. */
export function drawCamera(context, mark, theme, zoom, pixelsPerMetre, hasSight = true, hasDot = true) {
  const colour = theme.states[mark.state], isNear = zoom >= SIGHT_FROM && hasSight && mark.state !== ABSENT;
  if (mark.angle && (mark.state !== ABSENT || zoom < SIGHT_FROM) && (hasDot || isNear)) {
    const toward = NORTH + radians(mark.heading), half = radians(mark.angle) / 2;
    context.beginPath();
    context.moveTo(0, 0);
    context.arc(0, 0, isNear ? mark.reach * pixelsPerMetre : 8, toward - half, toward + half);
    context.closePath();
    context.globalAlpha = isNear ? 0.13 : 0.4;
    context.fillStyle = colour;
    context.fill();
    context.globalAlpha = 1;
  }
  if (hasDot) state(context, zoom >= SIGHT_FROM ? 3.8 : 3, mark.state, theme);
}

/** Never by colour alone. Whole: in order; half: impaired; empty, crossed out: offline; small, empty: not integrated. */
function state(context, full, which, theme) {
  const colour = theme.states[which], radius = which === ABSENT ? full * 0.7 : full;
  dot(context, radius, which === OK ? colour : theme.city, theme.city);
  if (which === OK) return;
  ring(context, radius, colour, 1.3);
  context.beginPath();
  if (which === DEGRADED) {
    context.arc(0, 0, radius, 0, TURN / 2);
    context.fillStyle = colour;
    context.fill();
  } else if (which === OFFLINE) {
    const reach = radius * 1.35;
    context.moveTo(-reach, reach);
    context.lineTo(reach, -reach);
    context.stroke();
  }
}

/** A camera that is only planned: a ring. */
export function drawPlanned(context, mark, theme) {
  ring(context, 4.4, theme.mark, 1.4, [2.2, 2]);
}

export function drawButton(context, mark, theme) {
  dot(context, 5.6, theme.city, theme.city);
  ring(context, 5.6, theme.states[mark.state], 1.5);
  state(context, 2.4, mark.state, theme);
}

/** A stretch of street with lamps: light along it, an outline where it is dark. */
export function drawLighting(context, mark, theme, zoom, pixelsPerMetre) {
  if (zoom < 15) return dot(context, 2.2, mark.state === OK ? theme.lit : theme.states[mark.state], theme.city);
  const half = Math.max((mark.reach * pixelsPerMetre) / 2 - 2, 1.5);
  const toward = NORTH + radians(mark.heading);
  const x = Math.cos(toward) * half, y = Math.sin(toward) * half;
  context.beginPath();
  context.moveTo(-x, -y);
  context.lineTo(x, y);
  const wide = Math.max(1.6, (zoom - 13) * 0.8);
  context.lineCap = mark.state === OFFLINE ? "butt" : "round";
  context.lineWidth = mark.state === ABSENT ? Math.max(1.2, wide * 0.4) : wide;
  context.strokeStyle = mark.state === OK ? theme.lit : theme.states[mark.state];
  context.globalAlpha = mark.state === OK ? 0.75 : 0.9;
  context.setLineDash(mark.state === OFFLINE ? [wide, wide] : []);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = 1;
}

// Pictograms of site kinds in a square of 10, in the order of SiteKind: school, hospital, station, airport, market,
// mall, metro, stadium, university, government.
export const SITE_SIGNS = [
  "M1 2h3.5l.5.5.5-.5H9v6H5.5L5 8.5 4.5 8H1z",
  "M3.7 1h2.600v2.700H9v2.600H6.300V9H3.700V6.300H1V3.700h2.700z",
  "M2 1h6v6H2zM3 2.200v2h4v-2zM3 7.5 2 9M7 7.5 8 9z",
  "M5 .5 5.8 1.500v2.200L9.5 6v1L5.8 6v2L7 9v.6L5 9l-2 .6V9l1.2-1V6L.5 7V6l3.7-2.300V1.500z",
  "M1 3h8L8 9H2zM3 3l1.2-2M7 3 5.8 1z",
  "M1.5 3.500h7l.5 5.500H1zM3.5 3.500a1.5 2 0 0 1 3 0z",
  "M1 9V1.500L5 6l4-4.500V9H7V5.500L5 8 3 5.500V9z",
  "M5 2C7.5 2 9.5 3.3 9.5 5S7.5 8 5 8 .5 6.7 .5 5 2.5 2 5 2zM5 4c-1.4 0-2.5.4-2.5 1s1.1 1 2.5 1 2.5-.4 2.5-1S6.4 4 5 4z",
  "M5 1.5 10 4 5 6.5 0 4zM2 5.6 5 7.2 8 5.600V8L5 9 2 8z",
  "M5 .5 9.5 3v1h-9V3zM1.5 4.500h1.400V8H1.500zM4.3 4.500h1.400V8H4.300zM7.1 4.500h1.400V8H7.100zM.5 8.500h9v1h-9z",
];
const SITES = SITE_SIGNS.map((drawn) => new Path2D(drawn));

/** A guarded place: a plate with the pictogram of its kind; a bright dot at its corner where a system is not in order. */
export function drawSite(context, mark, theme, zoom) {
  if (zoom < 15) {
    dot(context, zoom < 14 ? 2 : 3, theme.mark, theme.city);
    if (mark.state !== OK) ring(context, zoom < 14 ? 4 : 5, theme.states[OFFLINE], 1.2);
    return;
  }
  const side = zoom >= 16 ? 8.5 : 7;
  context.beginPath();
  context.roundRect(-side, -side, 2 * side, 2 * side, 3);
  context.fillStyle = theme.unitEdge;
  context.fill();
  context.lineWidth = 1.2;
  context.strokeStyle = theme.states[OK];
  context.stroke();
  context.save();
  context.scale((side * 1.3) / 10, (side * 1.3) / 10);
  context.translate(-5, -5);
  context.fillStyle = theme.mark;
  context.fill(SITES[mark.kind ?? 0] ?? SITES[0], "evenodd");
  context.restore();
  if (mark.state === OK) return;
  context.beginPath();
  context.arc(side, -side, 3.4, 0, TURN);
  context.fillStyle = theme.states[OFFLINE];
  context.fill();
  context.lineWidth = 1.4;
  context.strokeStyle = theme.unitEdge;
  context.stroke();
}

/** A police service center: a shield. */
export function drawCenter(context, mark, theme) {
  const shield = new Path2D("M0-9 8-6V1C8 5.5 4 8.5 0 10-4 8.5-8 5.5-8 1v-7z");
  context.fillStyle = theme.unitEdge;
  context.fill(shield);
  context.lineWidth = 1.25;
  context.strokeStyle = theme.mark;
  context.stroke(shield);
  context.fillStyle = theme.mark;
  context.beginPath();
  star(context, 4.6);
  context.fill();
}

// The body of a unit, by agency; the nose that shows the heading is added outside of it.
const BODIES = {
  police: (context, size) => context.arc(0, 0, size * 0.86, 0, TURN),
  fire: (context, size) => polygon(context, 5, size, NORTH),
  ambulance: (context, size) => cross(context, size * 0.95, size * 0.36),
  gas: (context, size) => polygon(context, 6, size, NORTH),
  rescue: (context, size) => star(context, size * 1.15),
  city: (context, size) => context.rect(-size * 0.95, -size * 0.6, size * 1.9, size * 1.2),
};

/** A unit seen from afar: a speck, or its agency's body where it has work. */
export function drawSpeck(context, unit, theme, size) {
  if (unit.busy) return drawUnit(context, unit, theme, size * 0.72, theme.mark);
  dot(context, unit.idle ? 1.1 : 1.4, unit.idle ? theme.unitIdle : theme.speck);
}

/** A unit: body by agency, brightness by what it does, a nose where it goes; police is the nose itself. */
export function drawUnit(context, unit, theme, full, colour = unitColour(unit, theme)) {
  const size = unit.busy ? full : full * 0.85;
  context.beginPath();
  if (unit.agency === "police" && unit.moving) arrow(context, radians(unit.heading), size);
  else {
    if (unit.moving) nose(context, radians(unit.heading), size);
    context.moveTo(size * 0.86, 0);
    BODIES[unit.agency](context, size);
  }
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = theme.unitEdge;
  context.stroke();
  context.fillStyle = unit.offline ? theme.unitEdge : colour;
  context.fill();
  if (!unit.offline) return;
  context.lineWidth = 1.2;
  context.strokeStyle = colour;
  context.stroke();
}

function unitColour(unit, theme) {
  return unit.idle ? theme.unitIdle : unit.busy ? theme.unitBusy : theme.unit;
}

function arrow(context, heading, size) {
  for (const [turn, length] of [[0, 1.35], [2.5, 1.1], [Math.PI, 0.45], [-2.5, 1.1]]) {
    const angle = NORTH + heading + turn;
    context[turn ? "lineTo" : "moveTo"](Math.cos(angle) * size * length, Math.sin(angle) * size * length);
  }
  context.closePath();
}

function nose(context, heading, size) {
  const toward = NORTH + heading;
  const at = (turn, length) => [Math.cos(toward + turn) * size * length, Math.sin(toward + turn) * size * length];
  context.moveTo(...at(-0.55, 0.95));
  context.lineTo(...at(0, 1.75));
  context.lineTo(...at(0.55, 0.95));
  context.closePath();
}

export function polygon(context, corners, radius, from) {
  for (let i = 0; i < corners; i++) {
    const angle = from + (i / corners) * TURN;
    context[i ? "lineTo" : "moveTo"](Math.cos(angle) * radius, Math.sin(angle) * radius);
  }
  context.closePath();
}

function cross(context, long, wide) {
  const corners = [[-wide, -long], [wide, -long], [wide, -wide], [long, -wide], [long, wide], [wide, wide],
    [wide, long], [-wide, long], [-wide, wide], [-long, wide], [-long, -wide], [-wide, -wide]];
  corners.forEach(([x, y], i) => context[i ? "lineTo" : "moveTo"](x, y));
  context.closePath();
}

function star(context, radius) {
  for (let i = 0; i < 10; i++) {
    const length = i % 2 ? radius * 0.45 : radius, angle = NORTH + (i / 10) * TURN;
    context[i ? "lineTo" : "moveTo"](Math.cos(angle) * length, Math.sin(angle) * length);
  }
  context.closePath();
}

function dot(context, radius, colour, edge = null, hollow = false) {
  context.beginPath();
  context.arc(0, 0, radius, 0, TURN);
  if (edge) {
    context.lineWidth = 2;
    context.strokeStyle = edge;
    context.stroke();
  }
  context.fillStyle = hollow ? edge : colour;
  context.fill();
  if (hollow) ring(context, radius, colour, 1.3);
}

function ring(context, radius, colour, width, dash = []) {
  context.beginPath();
  context.arc(0, 0, radius, 0, TURN);
  context.lineWidth = width;
  context.strokeStyle = colour;
  context.setLineDash(dash);
  context.stroke();
  context.setLineDash([]);
}
