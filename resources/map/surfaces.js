// Rasters of levels that lie over the ground: hot spots of offences, and what needs to be watched and is not. Levels are
// ratios to the mean (32 the mean, 64 three times it, ...), painted in steps with an edge to each, so that a surface can
// be read without its colour.

const TILE = 512;
const FINER = 4;
const STEPS = [40, 64, 96, 128, 160];

export function join({ tiles }) {
  const surfaces = new Map();
  const shown = new Set();
  let theme = null;

  tiles.underlays.push({
    paint(context, coords, _theme, sharp) {
      for (const [name, surface] of surfaces) {
        if (shown.has(name) && surface.picture) lay(context, coords, sharp, surface);
      }
    },
  });

  async function take(name, told) {
    const surface = { ...told };
    surfaces.set(name, Object.assign(surface, { picture: surfaces.get(name)?.picture }));
    const answer = await fetch(`surface/${name}.bin?${told.version}`);
    surface.levels = finer(new Uint8Array(await answer.arrayBuffer()), told.columns, told.rows);
    draw(name, surface);
  }

  function draw(name, surface) {
    if (!surface.levels || !theme || surfaces.get(name) !== surface) return;
    surface.picture = picture(surface, theme.surfaces[name]);
    if (shown.has(name)) tiles.repaintMarks();
  }

  return {
    does: {
      surfaces: (told) => { for (const [name, surface] of Object.entries(told)) take(name, surface); },
      visible: (layers) => {
        for (const [name, isVisible] of Object.entries(layers)) {
          if (isVisible === shown.has(name)) continue;
          shown[isVisible ? "add" : "delete"](name);
          if (surfaces.get(name)?.picture) tiles.repaintMarks();
        }
      },
    },
    wear: (worn) => {
      theme = worn;
      for (const [name, surface] of surfaces) draw(name, surface);
    },
  };
}

/** Paint the part of a surface that lies in a tile. */
function lay(context, { x, y, z }, sharp, { picture, bounds: [west, north, east, south] }) {
  const world = 256 * 2 ** z;
  context.setTransform(sharp, 0, 0, sharp, 0, 0);
  context.imageSmoothingEnabled = true;
  context.drawImage(
    picture, west * world - x * TILE, north * world - y * TILE, (east - west) * world, (south - north) * world,
  );
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

/** The steps as a picture: each a little denser than the one below it, with a thin edge where it begins. */
function picture({ levels: { values, wide, high } }, { colour, strengths, edge, hatched }) {
  const canvas = document.createElement("canvas");
  canvas.width = wide;
  canvas.height = high;
  const context = canvas.getContext("2d"), image = context.createImageData(wide, high), pixels = image.data;
  const stepOf = new Uint8Array(256);
  for (let level = 0; level < 256; level++) stepOf[level] = STEPS.filter((from) => level >= from).length;
  for (let i = 0; i < values.length; i++) {
    const step = stepOf[values[i]];
    if (!step) continue;
    const isEdge = step > stepOf[values[i + 1] ?? 0] || step > stepOf[values[i + wide] ?? 0] ||
      step > stepOf[values[i - 1] ?? 0] || step > stepOf[values[i - wide] ?? 0];
    const isDark = hatched && (i % wide + Math.floor(i / wide)) % 6 < 2;
    const at = i * 4;
    [pixels[at], pixels[at + 1], pixels[at + 2]] = colour;
    pixels[at + 3] = 255 * (isEdge ? edge : strengths[step - 1] * (isDark ? 1.7 : 1));
  }
  context.putImageData(image, 0, 0);
  return canvas;
}
