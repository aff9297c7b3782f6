// Rasters of levels that lie over the ground: hot spots of offences, and what needs to be watched and is not. Levels are
// ratios to the mean (32 the mean, 64 three times it, ...), painted in steps with an edge to each, so that a surface can
// be read without its colour.

const TILE = 512;
const FINER = 4;
export const STEPS = [48, 64, 96, 128, 160];
const BUCKET = 16; // cells; lines are painted by such squares

export function join({ tiles }) {
  const surfaces = new Map(), newest = new Map();
  const shown = new Set();
  let theme = null;

  tiles.underlays.push({
    paint(context, coords, _theme, sharp) {
      for (const [name, surface] of surfaces) {
        if (shown.has(name)) lay(context, coords, sharp, surface);
      }
    },
  });

  /** What was told before stays on the screen until the new one is drawn; of several under way the newest counts. */
  async function take(name, told) {
    newest.set(name, told.version);
    const answer = await fetch(`surface/${name}.bin?${told.version}`);
    const levels = new Uint8Array(await answer.arrayBuffer());
    if (newest.get(name) !== told.version || levels.length !== told.rows * told.columns) return;
    const contours = contoursOf(levels, told.columns, told.rows);
    surfaces.set(name, { ...told, contours, levels: finer(levels, told.columns, told.rows) });
    dress(name);
  }

  function dress(name) {
    const surface = surfaces.get(name);
    surface.look = theme.surfaces[name];
    surface.picture = picture(surface.levels, surface.look);
    if (shown.has(name)) tiles.repaintMarks();
  }

  return {
    does: {
      surfaces: (told) => { for (const [name, surface] of Object.entries(told)) take(name, surface); },
      visible: (layers) => {
        for (const [name, isVisible] of Object.entries(layers)) {
          if (isVisible === shown.has(name)) continue;
          shown[isVisible ? "add" : "delete"](name);
          if (surfaces.has(name)) tiles.repaintMarks();
        }
      },
    },
    wear: (worn) => {
      theme = worn;
      for (const name of surfaces.keys()) dress(name);
    },
  };
}

/** Paint the part of a surface that lies in a tile: its steps, and a thin line where each begins. */
function lay(context, { x, y, z }, sharp, { picture, contours, columns, rows, bounds: [west, north, east, south], look }) {
  const world = 256 * 2 ** z, left = west * world - x * TILE, top = north * world - y * TILE;
  const wide = (east - west) * world, high = (south - north) * world, cell = wide / columns;
  context.setTransform(sharp, 0, 0, sharp, 0, 0);
  context.imageSmoothingEnabled = true;
  context.drawImage(picture, left, top, wide, high);
  context.setTransform(sharp * cell, 0, 0, (sharp * high) / rows, sharp * left, sharp * top);
  context.lineWidth = (z < 13 ? 0.7 : 1.1) / cell;
  context.strokeStyle = `rgb(${look.colour.join(" ")} / ${look.edge})`;
  const first = Math.floor(-left / cell / BUCKET) - 1, last = Math.floor((TILE - left) / cell / BUCKET) + 1;
  const above = Math.floor(-top / cell / BUCKET) - 1, below = Math.floor((TILE - top) / cell / BUCKET) + 1;
  for (const { column, row, path } of contours) {
    if (column >= first && column <= last && row >= above && row <= below) context.stroke(path);
  }
}

/** Lines along which the levels cross the steps (marching squares), gathered by squares of the raster, in its cells. */
function contoursOf(levels, columns, rows) {
  const buckets = new Map();
  for (let row = 0; row < rows - 1; row++) {
    for (let column = 0; column < columns - 1; column++) {
      const i = row * columns + column;
      const corners = [levels[i], levels[i + 1], levels[i + columns + 1], levels[i + columns]];
      const least = Math.min(...corners), most = Math.max(...corners);
      for (const step of STEPS) {
        if (step > least && step <= most) trace(bucketOf(buckets, column, row), corners, step, column + 0.5, row + 0.5);
      }
    }
  }
  return [...buckets.values()];
}

function bucketOf(buckets, column, row) {
  const place = { column: Math.floor(column / BUCKET), row: Math.floor(row / BUCKET) };
  const key = `${place.column}/${place.row}`;
  if (!buckets.has(key)) buckets.set(key, { ...place, path: new Path2D() });
  return buckets.get(key);
}

const CORNERS = [[0, 0], [1, 0], [1, 1], [0, 1]];

/** The line of one step through the square between four cells. */
function trace({ path }, corners, step, x, y) {
  const crossed = [];
  for (let side = 0; side < 4; side++) {
    const next = (side + 1) % 4, from = corners[side], to = corners[next];
    if (from < step === to < step) continue;
    const part = (step - from) / (to - from), [x1, y1] = CORNERS[side], [x2, y2] = CORNERS[next];
    crossed.push([x + x1 + (x2 - x1) * part, y + y1 + (y2 - y1) * part]);
  }
  for (let i = 0; i + 1 < crossed.length; i += 2) {
    path.moveTo(...crossed[i]);
    path.lineTo(...crossed[i + 1]);
  }
}

/** Levels between the cells, so that steps run in curves and not along cells (bilinear). */
function finer(levels, columns, rows) {
  const wide = columns * FINER, high = rows * FINER, found = new Uint8Array(wide * high);
  for (let v = 0; v < high; v++) {
    const y = Math.min(Math.max((v + 0.5) / FINER - 0.5, 0), rows - 1), top = Math.floor(y), dy = y - top;
    const above = top * columns, below = Math.min(top + 1, rows - 1) * columns;
    for (let u = 0; u < wide; u++) {
      const x = Math.min(Math.max((u + 0.5) / FINER - 0.5, 0), columns - 1), left = Math.floor(x), dx = x - left;
      const right = Math.min(left + 1, columns - 1);
      const upper = levels[above + left] * (1 - dx) + levels[above + right] * dx;
      const lower = levels[below + left] * (1 - dx) + levels[below + right] * dx;
      found[v * wide + u] = upper * (1 - dy) + lower * dy;
    }
  }
  return { values: found, wide, high };
}

/** The steps as a picture: each a little denser than the one below it; hatched where the look says so. */
function picture({ values, wide, high }, { colour, strengths, hatched }) {
  const canvas = document.createElement("canvas");
  canvas.width = wide;
  canvas.height = high;
  const context = canvas.getContext("2d"), image = context.createImageData(wide, high), pixels = image.data;
  const stepOf = new Uint8Array(256);
  for (let level = 0; level < 256; level++) stepOf[level] = STEPS.filter((from) => level >= from).length;
  for (let i = 0; i < values.length; i++) {
    const step = stepOf[values[i]];
    if (!step) continue;
    const isDark = hatched && (i % wide + Math.floor(i / wide)) % 6 < 2;
    const at = i * 4;
    [pixels[at], pixels[at + 1], pixels[at + 2]] = colour;
    pixels[at + 3] = 255 * strengths[step - 1] * (isDark ? 1.7 : 1);
  }
  context.putImageData(image, 0, 0);
  return canvas;
}
