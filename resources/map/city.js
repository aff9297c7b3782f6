// The base map: the schematic of the city, drawn on canvas tiles. Streets grow with the zoom, never in steps.

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

/** Fetch the schematic and make what is drawn again and again: a path and a box for each feature. */
export async function loadCity() {
  const city = await (await fetch("city.json")).json();
  const [west, north] = city.bounds;
  for (const features of Object.values(city.themes)) {
    for (const feature of features) Object.assign(feature, shape(feature.parts, west, north));
  }
  return city;
}

function shape(parts, west, north) {
  const path = new Path2D();
  const box = { west: Infinity, north: Infinity, east: -Infinity, south: -Infinity };
  const lines = parts.map((steps) => {
    const line = new Float64Array(steps.length);
    let x = -west, y = -north;
    for (let i = 0; i < steps.length; i += 2) {
      line[i] = x += steps[i];
      line[i + 1] = y += steps[i + 1];
      if (i) path.lineTo(x, y);
      else path.moveTo(x, y);
      box.west = Math.min(box.west, x);
      box.east = Math.max(box.east, x);
      box.north = Math.min(box.north, y);
      box.south = Math.max(box.south, y);
    }
    return line;
  });
  return { path, box, lines };
}

export const CityLayer = L.GridLayer.extend({
  initialize(city, theme) {
    L.GridLayer.prototype.initialize.call(this, { tileSize: TILE, updateWhenZooming: false, pane: "tilePane" });
    this.city = city;
    this.theme = theme;
  },

  /** Draw all tiles anew, in another theme. */
  wear(theme) {
    this.theme = theme;
    for (const tile of Object.values(this._tiles ?? {})) this._draw(tile.el, tile.coords);
  },

  createTile(coords) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = TILE * devicePixelRatio;
    this._draw(canvas, coords);
    return canvas;
  },

  _draw(canvas, coords) {
    const context = canvas.getContext("2d", { alpha: false });
    const brush = new TileBrush(context, this.city, coords);
    paintCity(brush, this.city.themes, this.theme, coords.z);
  },
});

/** Draws features of the city in the pixels of one tile. */
class TileBrush {
  constructor(context, city, coords) {
    const scale = 2 ** (coords.z - city.zoom);
    const left = city.bounds[0] * scale - coords.x * TILE;
    const top = city.bounds[1] * scale - coords.y * TILE;
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
  brush.fill(themes.mountains, theme.mountains);
  brush.fill(themes.builtup, theme.builtup);
  brush.fill(themes.parks, theme.parks);
  paintWater(brush, themes.water, theme, zoom);
  brush.stroke(themes.rail, theme.rail, 0.8 + (zoom - 10) * 0.18);
  brush.stroke(themes.rail, theme.city, 0.4 + (zoom - 10) * 0.1, [4 + zoom - 10, 5 + zoom - 10]);
  const streets = Object.groupBy(themes.streets, (street) => street.kind);
  for (const kind of STREET_ORDER) {
    const edge = zoom < 13 ? 0.8 : 1.5;
    brush.stroke(streets[kind] ?? [], theme.casing, streetWidth(kind, zoom) + 2 * edge);
  }
  for (const kind of STREET_ORDER) brush.stroke(streets[kind] ?? [], theme.streets[kind], streetWidth(kind, zoom));
  brush.context.globalAlpha = 0.45;
  brush.stroke(themes.districts, theme.border, zoom < 13 ? 1.1 : 1.6, [7, 4, 1, 4]);
  brush.context.globalAlpha = 1;
}

function paintWater(brush, water, theme, zoom) {
  const closed = ({ lines }) => lines.every((l) => l[0] === l[l.length - 2] && l[1] === l[l.length - 1]);
  brush.fill(water.filter(closed), theme.water);
  brush.stroke(water.filter((feature) => !closed(feature)), theme.stream, 0.8 + Math.max(0, zoom - 11) * 0.7);
}
