// Draws the ground of a map tile from raster tiles: calmer than they are, and dimmed (or, of a light printed map,
// turned) where the theme is dark, so that marks stay readable on them.

import { TILE } from "./ground.js";

const CLIMB = 3; // how many zooms up a missing tile is looked for; what is larger than that is a blur
const BRIGHT = 140;
const GREYING = 0.45; // saturated colour belongs to alarms
const VEIL = { dark: 0.5, turned: 0.3, light: 0.12 };

/** The raster tiles that a map tile is composed of: a tile of the base is drawn at `side` pixels. */
export function quarters({ x, y, z }, side) {
  const each = TILE / side, zoom = z - 1 + Math.log2(each);
  return Array.from({ length: each * each }, (_, i) => {
    const column = i % each, row = Math.floor(i / each);
    return { x: x * each + column, y: y * each + row, z: zoom, left: column * side, top: row * side, side };
  });
}

/** The tiles that a place may be drawn from, the best first: itself, or what lies above it, not beyond `deepest`. */
export function ancestors({ x, y, z }, deepest, shallowest) {
  const found = [];
  for (let up = Math.max(z - deepest, 0); z - up >= shallowest && found.length <= CLIMB; up++) {
    found.push({ x: x >> up, y: y >> up, z: z - up, up });
  }
  return found;
}

/** Paint what was found for the quarters: [{ quarter, ancestor, bitmap }]; `isBright`: of a base that is light all over. */
export function paintRaster(canvas, found, theme, isBright) {
  const context = canvas.getContext("2d", { alpha: false });
  const sharp = canvas.width / TILE, isDark = brightness(...numbers(theme.ground)) < BRIGHT;
  context.setTransform(sharp, 0, 0, sharp, 0, 0);
  context.imageSmoothingQuality = "high";
  for (const { quarter, ancestor, bitmap } of found) {
    const parts = 2 ** ancestor.up, width = bitmap.width / parts, height = bitmap.height / parts;
    const column = quarter.x - ancestor.x * parts, row = quarter.y - ancestor.y * parts;
    const { left, top, side } = quarter;
    const draw = () => {
      context.drawImage(bitmap, column * width, row * height, width, height, left, top, side, side);
    };
    const lay = (colour, strength, how = "source-over") => {
      blend(context, how, strength, () => {
        context.fillStyle = colour;
        context.fillRect(left, top, side, side);
      });
    };
    if (isDark && isBright) turn(context, draw, lay);
    else {
      draw();
      lay("#808080", GREYING, "saturation");
    }
    lay(theme.city, isDark ? (isBright ? VEIL.turned : VEIL.dark) : VEIL.light);
  }
}

/** A printed map at night: light is turned dark, and gets its own hues back, though fewer. (A filter of the canvas does
 *  the same in three times the time.) */
function turn(context, draw, lay) {
  lay("#ffffff", 1); // where a tile is clear it is paper
  draw();
  lay("#ffffff", 1, "difference");
  lay("#808080", 1, "saturation");
  blend(context, "color", 1 - GREYING, draw);
}

function blend(context, how, strength, draw) {
  context.globalCompositeOperation = how;
  context.globalAlpha = strength;
  draw();
  context.globalCompositeOperation = "source-over";
  context.globalAlpha = 1;
}

/** Whether an image is light on the whole: a printed map, and not a photograph. */
export function isBright(bitmap) {
  const side = 16, small = new OffscreenCanvas(side, side).getContext("2d");
  small.drawImage(bitmap, 0, 0, side, side);
  const { data } = small.getImageData(0, 0, side, side);
  let sum = 0;
  for (let i = 0; i < data.length; i += 4) sum += brightness(data[i], data[i + 1], data[i + 2]) / (data.length / 4);
  return sum > BRIGHT;
}

const brightness = (red, green, blue) => 0.3 * red + 0.6 * green + 0.1 * blue;
const numbers = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
