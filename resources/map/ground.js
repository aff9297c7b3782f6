// The ground of the map: the schematic without its names, drawn for one tile at a time. Streets grow with the zoom,
// never in steps.

export const TILE = 512;

const STREET_ORDER = ["local", "collector", "arterial", "motorway"];
// Width in pixels at zoom 10, 12, 14, 16, 18; between them it grows evenly.
const STREET_WIDTH = {
  motorway: [1.6, 2.6, 5.0, 11, 26],
  arterial: [1.0, 1.8, 3.8, 9, 22],
  collector: [0.4, 0.9, 2.4, 6.5, 16],
  local: [0.0, 0.5, 1.5, 4.5, 12],
};

export function streetWidth(kind, zoom) {
  const steps = STREET_WIDTH[kind] ?? STREET_WIDTH.local;
  const at = Math.min(Math.max((zoom - 10) / 2, 0), steps.length - 1.001);
  const step = Math.floor(at);
  return steps[step] + (steps[step + 1] - steps[step]) * (at - step);
}

/** Draws what lies under everything: land, water and streets. */
export class Ground {
  constructor(city) {
    this.city = city;
  }

  /** The ground of a tile, as a canvas of the tile's size; other grounds call `later` with a better one when it came. */
  draw(coords, theme, _later) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = TILE * devicePixelRatio;
    const context = canvas.getContext("2d", { alpha: false });
    paintCity(new TileBrush(context, this.city, coords), this.city.themes, theme, coords.z);
    return canvas;
  }
}

/** What lies under the ground of any vector base: bare land, the city's districts and the heights south of it. */
export function paintBareLand(context, city, coords, theme) {
  const brush = new TileBrush(context, city, coords);
  brush.ground(theme.ground);
  brush.fill(city.themes.districts, theme.city);
  paintHeights(brush, city.themes.mountains, theme);
}

/** Draws features of the city in the pixels of one tile. */
class TileBrush {
  constructor(context, city, coords) {
    const scale = 2 ** (coords.z - city.zoom);
    const left = city.home[0] * scale - coords.x * TILE;
    const top = city.home[1] * scale - coords.y * TILE;
    const sharp = context.canvas.width / TILE;
    this.context = context;
    this.scale = scale;
    context.setTransform(sharp * scale, 0, 0, sharp * scale, sharp * left, sharp * top);
    context.lineJoin = context.lineCap = "round";
    const margin = 40;
    this.west = (-left - margin) / scale;
    this.north = (-top - margin) / scale;
    this.east = (TILE - left + margin) / scale;
    this.south = (TILE - top + margin) / scale;
  }

  sees({ box }) {
    return box.west < this.east && box.east > this.west && box.north < this.south && box.south > this.north;
  }

  ground(colour) {
    this.context.fillStyle = colour;
    this.context.fillRect(this.west, this.north, this.east - this.west, this.south - this.north);
  }

  fill(features, colour) {
    this.context.fillStyle = colour;
    for (const feature of features) if (this.sees(feature)) this.context.fill(feature.path, "evenodd");
  }

  shade(path, colour, strength) {
    this.context.globalAlpha = strength;
    this.context.fillStyle = colour;
    this.context.fill(path, "evenodd");
    this.context.globalAlpha = 1;
  }

  shadeLine(path, colour, strength, width) {
    this.context.globalAlpha = strength;
    this.context.strokeStyle = colour;
    this.context.lineWidth = width / this.scale;
    this.context.stroke(path);
    this.context.globalAlpha = 1;
  }

  disc(x, y, radius, colour, edge, width) {
    this.context.beginPath();
    this.context.arc(x, y, radius / this.scale, 0, 2 * Math.PI);
    this.context.fillStyle = colour;
    this.context.fill();
    this.context.strokeStyle = edge;
    this.context.lineWidth = width / this.scale;
    this.context.stroke();
  }

  stroke(features, colour, width, dash = []) {
    if (width <= 0) return;
    this.context.strokeStyle = colour;
    this.context.lineWidth = width / this.scale;
    this.context.setLineDash(dash.map((length) => length / this.scale));
    for (const feature of features) if (this.sees(feature)) this.context.stroke(feature.path);
    this.context.setLineDash([]);
  }
}

function paintCity(brush, themes, theme, zoom) {
  brush.ground(theme.ground);
  brush.fill(themes.districts, theme.city);
  paintHeights(brush, themes.mountains, theme);
  paintLand(brush, themes.builtup, theme);
  brush.fill(themes.parks, theme.parks);
  paintWater(brush, themes.water, theme, zoom);
  paintRail(brush, themes.rail.filter(({ kind }) => kind !== "metro"), theme, zoom);
  paintBorders(brush, themes.districts, theme, zoom);
  paintStreets(brush, themes.streets, theme, zoom);
  if (zoom <= 15) paintMetro(brush, themes, theme, zoom);
}

/** Higher ground, step by step: south of each contour a little more of the mountains' colour. */
function paintHeights(brush, contours, theme) {
  for (const { heights, path } of contours) {
    brush.shade(heights, theme.mountains, 0.05);
    brush.shadeLine(path, theme.mountains, 0.16, 1);
  }
}

/** Built-up land, the closer built the brighter. */
function paintLand(brush, lands, theme) {
  for (const land of lands) {
    if (!brush.sees(land)) continue;
    const colour = land.kind === "industry" ? theme.industry : theme.builtup;
    brush.shade(land.path, colour, 0.04 + 0.09 * (land.level ?? 0.5));
  }
}

function paintWater(brush, water, theme, zoom) {
  brush.fill(water.filter(({ isClosed }) => isClosed), theme.water);
  brush.stroke(water.filter(({ isClosed }) => !isClosed), theme.stream, 0.9 + Math.max(0, zoom - 11) * 0.7);
}

function paintRail(brush, rail, theme, zoom) {
  const width = 1 + (zoom - 10) * 0.25, gap = 4 + (zoom - 10);
  brush.stroke(rail, theme.rail, width);
  brush.stroke(rail, theme.city, width * 0.55, [gap, gap]);
}

function paintBorders(brush, districts, theme, zoom) {
  brush.context.globalAlpha = 0.5;
  brush.stroke(districts, theme.border, zoom < 13 ? 1 : 1.4, [6, 4, 1, 4]);
  brush.context.globalAlpha = 1;
}

function paintStreets(brush, streets, theme, zoom) {
  const byKind = Object.groupBy(streets, ({ kind }) => kind);
  const edge = zoom < 13 ? 0.8 : 1.4;
  for (const kind of STREET_ORDER) brush.stroke(byKind[kind] ?? [], theme.casing, streetWidth(kind, zoom) + 2 * edge);
  for (const kind of STREET_ORDER) brush.stroke(byKind[kind] ?? [], theme.streets[kind], streetWidth(kind, zoom));
}

/** The metro as on a transit map: a line with its stations. */
function paintMetro(brush, { rail, places }, theme, zoom) {
  brush.stroke(rail.filter(({ kind }) => kind === "metro"), theme.metro, 1.4 + (zoom - 10) * 0.35);
  if (zoom < 12) return;
  const radius = 1.6 + (zoom - 11) * 0.6;
  for (const { lines: [[x, y]] } of places.filter(({ kind }) => kind === "metro")) {
    brush.disc(x, y, radius, theme.city, theme.metro, radius * 0.5);
  }
}
