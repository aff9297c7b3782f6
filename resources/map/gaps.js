// Coverage gaps of the ranked list: an outline around each, and its rank.

import { FONT } from "./themes.js";

const TILE = 512;
const NUMBERS_FROM = 12;
const FIRST_AT_CITY = 10;

export function join({ tiles }) {
  let gaps = [], isVisible = false;

  /** Draw each gap that reaches into a tile: draw(gap, longitude to x, latitude to y); the first in the list come last. */
  function each(context, { x, y, z }, sharp, draw) {
    if (!isVisible) return;
    const size = 256 * 2 ** z;
    context.setTransform(sharp, 0, 0, sharp, 0, 0);
    for (const gap of gaps) {
      if (z < NUMBERS_FROM && gap.rank > FIRST_AT_CITY) continue;
      const at = gap.box.map((value, i) => value * size - (i % 2 ? y : x) * TILE);
      if (at[2] < -40 || at[3] < -40 || at[0] > TILE + 40 || at[1] > TILE + 40) continue;
      draw(gap, (lon) => lon * size - x * TILE, (lat) => lat * size - y * TILE);
    }
  }

  tiles.underlays.push({
    paint: (context, coords, theme, sharp) =>
      each(context, coords, sharp, (gap, toX, toY) => outline(context, gap, theme, toX, toY)),
  });
  tiles.overlays.push({
    paint: (context, coords, theme, sharp) =>
      each(context, coords, sharp, (gap, toX, toY) => rank(context, gap, theme, toX(gap.at[0]), toY(gap.at[1]))),
  });

  return {
    does: {
      gaps: ({ all }) => {
        gaps = all.map(prepared).sort((a, b) => b.rank - a.rank);
        if (isVisible) tiles.repaintMarks();
      },
      visible: (layers) => {
        if (!("gaps" in layers) || layers.gaps === isVisible) return;
        isVisible = layers.gaps;
        tiles.repaintMarks();
      },
    },
  };
}

function prepared({ rank, lon, lat, outline }) {
  const rings = outline.map((ring) => ring.map(([a, b]) => world(a, b)));
  const xs = rings[0].map(([x]) => x), ys = rings[0].map(([, y]) => y);
  return { rank, rings, at: world(lon, lat), box: [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] };
}

function world(lon, lat) {
  return [lon / 360 + 0.5, 0.5 - Math.atanh(Math.sin((lat * Math.PI) / 180)) / (2 * Math.PI)];
}

function outline(context, { rings }, theme, toX, toY) {
  context.beginPath();
  for (const ring of rings) {
    ring.forEach(([x, y], i) => context[i ? "lineTo" : "moveTo"](toX(x), toY(y)));
    context.closePath();
  }
  context.lineJoin = "round";
  context.lineWidth = 1.4;
  context.strokeStyle = `rgb(${theme.surfaces.gaps.colour.join(" ")})`;
  context.stroke();
}

function rank(context, gap, theme, x, y) {
  const text = String(gap.rank);
  context.font = `bold 10.5px ${FONT}`;
  context.textAlign = "center";
  context.textBaseline = "middle";
  const half = context.measureText(text).width / 2 + 5;
  context.beginPath();
  context.roundRect(x - half, y - 8, 2 * half, 16, 3);
  context.fillStyle = theme.unitEdge;
  context.fill();
  context.lineWidth = 1;
  context.strokeStyle = `rgb(${theme.surfaces.gaps.colour.join(" ")})`;
  context.stroke();
  context.fillStyle = theme.mark;
  context.fillText(text, x, y + 0.5);
}
