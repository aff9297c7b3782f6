// The districts as two layers show them: each with its service center (one shade beside the other, the one that is
// pointed at or chosen with a strong outline), and each by the share of its streets that is lit (brighter and without
// hatching where all of it is; a label says the number). Shades lie under the marks, labels and outlines over the tiles.

import { TILE } from "./ground.js";
import { world } from "./live_layer.js";
import { FONT } from "./themes.js";

const SHADED_TO = 13; // zoom up to which centers shade their districts
const SHARES_TO = 14; // zoom up to which lighting is told by district; from the next on by segment
const DARK = 0.2; // a district where so much is not lit is as dark as it gets
const REACH = 14;
const NEIGHBOURS_M = 60; // borders nearer than this belong together: they were drawn side by side
const PIXELS_PER_M = 9; // of the schematic's zoom 20 at this latitude
const SHADES = [0.03, 0.1, 0.17, 0.24];

export function join({ map, city, tiles, moving }) {
  const districts = city.themes.districts;
  const shades = shadesOf(districts);
  const visible = { centers: false, lighting: false };
  let centers = [], lighting = {}, chosen = "", pointed = "";

  const underlay = {
    paint(context, coords, theme, sharp) {
      if (visible.lighting && coords.z <= SHARES_TO) {
        for (const district of districts) if (lighting[district.id]) shadeShare(district, context, coords, theme, sharp);
      } else if (visible.centers && coords.z <= SHADED_TO) {
        for (const district of districts) shade(district, context, coords, theme, sharp);
      }
    },
  };

  /** Let the brush count in pixels of the schematic. */
  function onTile(context, coords, sharp) {
    const scale = 2 ** (coords.z - city.zoom);
    const left = city.home[0] * scale - coords.x * TILE, top = city.home[1] * scale - coords.y * TILE;
    context.setTransform(sharp * scale, 0, 0, sharp * scale, sharp * left, sharp * top);
  }

  function shade(district, context, coords, theme, sharp) {
    onTile(context, coords, sharp);
    context.globalAlpha = SHADES[shades.get(district)];
    context.fillStyle = theme.border;
    context.fill(district.path, "evenodd");
    context.globalAlpha = 1;
  }

  function shadeShare(district, context, coords, theme, sharp) {
    const dark = Math.min(Math.max((1 - lighting[district.id].share) / DARK, 0), 1);
    context.save();
    onTile(context, coords, sharp);
    context.globalAlpha = 0.2 * (1 - dark);
    context.fillStyle = theme.lit;
    context.fill(district.path, "evenodd");
    context.clip(district.path, "evenodd");
    context.setTransform(sharp, 0, 0, sharp, 0, 0);
    hatch(context, coords, theme, dark);
    context.restore();
  }

  /** Slanted lines, the closer the darker the district; they run through from tile to tile. */
  function hatch(context, coords, theme, dark) {
    if (dark < 0.05) return;
    const gap = Math.round(26 - 18 * dark);
    const first = (coords.x + coords.y) * TILE;
    context.beginPath();
    for (let sum = Math.ceil(first / gap) * gap - first; sum < 2 * TILE; sum += gap) {
      context.moveTo(sum, 0);
      context.lineTo(sum - TILE, TILE);
    }
    context.globalAlpha = 0.3;
    context.lineWidth = 1;
    context.strokeStyle = theme.border;
    context.stroke();
  }

  const outlines = {
    paint(brush) {
      if (visible.centers) for (const id of new Set([chosen, pointed])) outline(brush, id, this.theme);
      return false;
    },
  };
  const labels = {
    paint(brush) {
      if (visible.lighting && brush.zoom <= SHARES_TO) for (const district of districts) label(brush, district, this.theme);
      return false;
    },
  };

  function outline(brush, id, theme) {
    const district = districts.find((one) => one.id === id);
    if (!district) return;
    const { context, sharp, origin } = brush;
    const scale = 2 ** (brush.zoom - city.zoom);
    const left = city.home[0] * scale - origin.x, top = city.home[1] * scale - origin.y;
    context.setTransform(sharp * scale, 0, 0, sharp * scale, sharp * left, sharp * top);
    context.lineJoin = "round";
    for (const [width, colour] of [[5, theme.unitEdge], [2.2, theme.selection]]) {
      context.lineWidth = width / scale;
      context.strokeStyle = colour;
      context.globalAlpha = 0.85;
      context.stroke(district.path);
    }
    context.globalAlpha = 1;
  }

  function label({ context, sharp, origin, zoom }, district, theme) {
    const told = lighting[district.id];
    if (!told) return;
    const [x, y] = district.middle;
    const scale = 2 ** (zoom - city.zoom);
    const left = (x + city.home[0]) * scale - origin.x, top = (y + city.home[1]) * scale - origin.y;
    context.setTransform(sharp, 0, 0, sharp, sharp * left, sharp * (top + 15 + 2 * (zoom - 10)));
    context.font = `600 11.5px ${FONT}`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    const wide = context.measureText(told.label).width + 12;
    context.beginPath();
    context.roundRect(-wide / 2, -8.5, wide, 17, 4);
    context.fillStyle = theme.page.tooltip;
    context.globalAlpha = 0.9;
    context.fill();
    context.globalAlpha = 1;
    context.fillStyle = theme.page["tooltip-text"];
    context.fillText(told.label, 0, 0.5);
  }

  /** The district whose center lies under the pointer. */
  function under({ x, y }) {
    const size = 256 * 2 ** map.getZoom(), corner = map.getPixelBounds().min;
    const near = centers.find(({ at }) => Math.hypot(at.x * size - corner.x - x, at.y * size - corner.y - y) < REACH);
    return near?.district ?? "";
  }

  map.on("mousemove", ({ containerPoint }) => {
    const found = visible.centers ? under(containerPoint) : "";
    if (found === pointed) return;
    pointed = found;
    moving.wake();
  });
  tiles.underlays.push(underlay);
  moving.add(outlines, 5);
  moving.add(labels, 35); // above units: the number must be read, whatever drives there

  return {
    does: {
      visible: (told) => {
        let isOther = false;
        for (const layer of Object.keys(visible)) {
          isOther ||= layer in told && visible[layer] !== told[layer];
          if (layer in told) visible[layer] = told[layer];
        }
        if (isOther) tiles.repaintMarks();
      },
      centers: (told) => { centers = told.map(({ district, lon, lat }) => ({ district, at: world(lon, lat) })); },
      district_chosen: (id) => { chosen = id; },
      lighting: (told) => {
        lighting = told;
        if (visible.lighting) tiles.repaintMarks();
      },
    },
  };
}

/** For each district one of a few shades, so that no two neighbours have the same. */
function shadesOf(districts) {
  const cell = NEIGHBOURS_M * PIXELS_PER_M;
  const border = districts.map(({ lines }) => new Set(lines.flatMap((line) => cellsOf(line, cell))));
  const shades = new Map();
  districts.forEach((district, i) => {
    const taken = new Set();
    for (let j = 0; j < i; j++) {
      let shared = 0;
      for (const key of border[j]) if (border[i].has(key)) shared++;
      if (shared > 1) taken.add(shades.get(districts[j]));
    }
    shades.set(district, SHADES.findIndex((_, shade) => !taken.has(shade)));
  });
  return shades;
}

function cellsOf(line, cell) {
  const cells = [];
  for (let i = 0; i < line.length; i += 2) cells.push(`${Math.round(line[i] / cell)}/${Math.round(line[i + 1] / cell)}`);
  return cells;
}
