// Draws the ground of a map tile from a vector tile, in the themes and street widths of the schematic.

import { TILE, paintBareLand, streetWidth } from "./ground.js";

const ORDER = ["service", "local", "collector", "arterial", "motorway"];
const SERVICE_SHARE = 0.55;
const SERVICE_FROM = 15, PATHS_FROM = 15, SIDINGS_FROM = 13, BUILDINGS_FROM = 14, MINOR_BORDERS_FROM = 12;

/** Paint a vector tile, or the part of it that the map tile at `coords` shows, over what the canvas holds. */
export function paintVector(canvas, tile, city, coords, theme) {
  const context = canvas.getContext("2d", { alpha: false });
  paintBareLand(context, city, coords, theme);
  const brush = new Brush(context, tile, coords);
  const zoom = coords.z;
  paintLand(brush, theme);
  brush.fill("water", theme.water);
  brush.stroke("stream", theme.stream, 0.9 + Math.max(0, zoom - 11) * 0.7);
  if (zoom >= BUILDINGS_FROM) paintBuildings(brush, theme, zoom);
  paintBorders(brush, theme, zoom);
  paintRail(brush, theme, zoom);
  paintStreets(brush, theme, zoom);
  brush.stroke("metro", theme.metro, zoom <= 15 ? 1.4 + (zoom - 10) * 0.35 : 0);
}

class Brush {
  constructor(context, tile, coords) {
    const { x, y, z } = tile.place;
    const deeper = 2 ** (coords.z - 1 - z), sharp = context.canvas.width / TILE;
    const left = coords.x * TILE - x * TILE * deeper, top = coords.y * TILE - y * TILE * deeper;
    this.context = context;
    this.tile = tile;
    this.scale = (TILE * deeper) / tile.extent; // pixels of the screen for one unit of the tile
    context.setTransform(sharp * this.scale, 0, 0, sharp * this.scale, -sharp * left, -sharp * top);
    context.lineJoin = context.lineCap = "round";
    const margin = 40;
    this.seen = {
      west: (left - margin) / this.scale, east: (left + TILE + margin) / this.scale,
      north: (top - margin) / this.scale, south: (top + TILE + margin) / this.scale,
    };
  }

  *_of(name) {
    const { west, north, east, south } = this.seen;
    for (const { path, box } of this.tile.of(name)) {
      if (box.west < east && box.east > west && box.north < south && box.south > north) yield path;
    }
  }

  fill(name, colour, strength = 1, rule = "evenodd") {
    this.context.globalAlpha = strength;
    this.context.fillStyle = colour;
    for (const path of this._of(name)) this.context.fill(path, rule);
    this.context.globalAlpha = 1;
  }

  stroke(name, colour, width, { dash = [], strength = 1, cap = "round" } = {}) {
    if (width <= 0) return;
    const { context, scale } = this;
    context.globalAlpha = strength;
    context.strokeStyle = colour;
    context.lineWidth = width / scale;
    context.lineCap = cap;
    context.setLineDash(dash.map((length) => length / scale));
    for (const path of this._of(name)) context.stroke(path);
    context.setLineDash([]);
    context.globalAlpha = 1;
  }
}

function paintLand(brush, theme) {
  brush.fill("builtup", theme.builtup, 0.09);
  brush.fill("industry", theme.industry, 0.1);
  brush.fill("parks", theme.parks);
  brush.fill("paved", theme.streets.local, 0.6);
}

/** Houses step forward as the map comes near. Many lie in one path: where two meet, neither cuts a hole. */
function paintBuildings(brush, theme, zoom) {
  brush.fill("building", theme.builtup, zoom < 15 ? 0.12 : 0.2, "nonzero");
  if (zoom >= 16) brush.stroke("building", theme.builtup, 0.8, { strength: 0.35 });
}

function paintBorders(brush, theme, zoom) {
  const look = { dash: [6, 4, 1, 4], strength: 0.5 };
  brush.stroke("border", theme.border, zoom < 13 ? 1 : 1.4, look);
  if (zoom >= MINOR_BORDERS_FROM) brush.stroke("minorBorder", theme.border, 1, { ...look, strength: 0.35 });
}

function paintRail(brush, theme, zoom) {
  const width = 1 + (zoom - 10) * 0.25, gap = 4 + (zoom - 10);
  if (zoom >= SIDINGS_FROM) brush.stroke("siding", theme.rail, width * 0.5, { strength: 0.7 });
  brush.stroke("rail/tunnel", theme.rail, width * 0.7, { dash: [3, 3], strength: 0.6 });
  brush.stroke("rail", theme.rail, width);
  brush.stroke("rail", theme.city, width * 0.55, { dash: [gap, gap], cap: "butt" });
}

function paintStreets(brush, theme, zoom) {
  const edge = zoom < 13 ? 0.8 : 1.4;
  const kinds = ORDER.filter((kind) => kind !== "service" || zoom >= SERVICE_FROM);
  const width = (kind) => (kind === "service" ? streetWidth("local", zoom) * SERVICE_SHARE : streetWidth(kind, zoom));
  const colour = (kind) => theme.streets[kind] ?? theme.streets.local;
  for (const kind of kinds) {
    brush.stroke(`${kind}/tunnel`, colour(kind), width(kind), { strength: 0.35, dash: [4, 4], cap: "butt" });
  }
  if (zoom >= PATHS_FROM) {
    brush.stroke("path", theme.streets.local, zoom < 17 ? 1 : 1.6, { dash: [3, 3], cap: "butt" });
  }
  for (const kind of kinds) if (width(kind) >= 1) brush.stroke(kind, theme.casing, width(kind) + 2 * edge);
  for (const kind of kinds) brush.stroke(kind, colour(kind), width(kind));
}
