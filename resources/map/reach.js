// Land that is reached in so many minutes: bands over the ground, each inner one denser, their edges told apart by their
// strokes too; a legend that says which is which and takes them away.

import { world } from "./live_layer.js";
import { TILE } from "./ground.js";

const STROKES = [[1, 4], [7, 5], []]; // of the widest band, the middle one, the inner one
const FILL = 0.1;

export function join({ map, tiles, console }) {
  let bands = [], starts = [];
  const legend = new Legend(map.getContainer(), console.reach);

  tiles.underlays.push({
    paint(context, coords, theme, sharp) {
      for (const [i, band] of bands.entries()) lay(context, coords, theme, sharp, band, STROKES.at(i - bands.length));
      for (const start of starts) dot(context, coords, theme, sharp, start);
    },
  });

  return {
    wear: (theme) => legend.wear(theme),
    does: {
      reach: (told) => {
        if (!bands.length && !told.bands.length) return;
        bands = told.bands.map(({ polygons }) => polygons.flat().map((ring) => ring.map((place) => world(...place))));
        starts = told.starts.map((place) => world(...place));
        legend.say(told.title, told.bands.map(({ label }) => label), told.steps);
        tiles.repaintMarks();
      },
    },
  };
}

function lay(context, { x, y, z }, theme, sharp, rings, dash) {
  const size = 256 * 2 ** z;
  const path = new Path2D();
  for (const ring of rings) {
    ring.forEach((place, i) => {
      const at = [(place.x * size - x * TILE) * sharp, (place.y * size - y * TILE) * sharp];
      if (i) path.lineTo(...at);
      else path.moveTo(...at);
    });
    path.closePath();
  }
  context.save();
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalAlpha = FILL;
  context.fillStyle = theme.selection;
  context.fill(path, "evenodd");
  context.globalAlpha = 0.85;
  context.strokeStyle = theme.line;
  context.lineWidth = 1.6 * sharp;
  context.lineCap = "round";
  context.setLineDash(dash.map((length) => length * sharp));
  context.stroke(path);
  context.restore();
}

function dot(context, { x, y, z }, theme, sharp, place) {
  const size = 256 * 2 ** z;
  context.save();
  context.setTransform(sharp, 0, 0, sharp, (place.x * size - x * TILE) * sharp, (place.y * size - y * TILE) * sharp);
  context.beginPath();
  context.arc(0, 0, 3.5, 0, 2 * Math.PI);
  context.fillStyle = theme.selection;
  context.fill();
  context.lineWidth = 1.5;
  context.strokeStyle = theme.unitEdge;
  context.stroke();
  context.restore();
}

/** Lower left: what the bands are, with buttons for fewer and more minutes. */
class Legend {
  constructor(box, reach) {
    this.box = L.DomUtil.create("div", "reach-legend", box);
    this.box.hidden = true;
    this.reach = reach;
    this.told = ["", [], []];
    L.DomEvent.disableClickPropagation(this.box);
  }

  wear(theme) {
    this.theme = theme;
    this.say(...this.told);
  }

  /** `steps` are those that can be made, with their words: [-1, "Fewer minutes"]. */
  say(title, labels, steps = []) {
    this.told = [title, labels, steps];
    this.box.hidden = !labels.length;
    const head = document.createElement("div");
    head.append(title);
    for (const [by, words] of steps) head.append(button(by < 0 ? "−" : "+", words, () => this.reach.widen(by)));
    head.append(button("×", "", () => this.reach.clear()));
    const lines = labels.map((label, i) => {
      const line = document.createElement("div");
      line.append(this._sample(i, labels.length), label);
      return line;
    });
    this.box.replaceChildren(head, ...lines.reverse());
  }

  _sample(i, count) {
    const sharp = devicePixelRatio, canvas = document.createElement("canvas");
    canvas.width = 28 * sharp;
    canvas.height = 12 * sharp;
    const context = canvas.getContext("2d");
    context.scale(sharp, sharp);
    context.fillStyle = this.theme.selection;
    context.globalAlpha = 1 - (1 - FILL) ** (i + 1);
    context.fillRect(0, 0, 28, 12);
    context.globalAlpha = 0.85;
    context.strokeStyle = this.theme.line;
    context.lineWidth = 1.6;
    context.lineCap = "round";
    context.setLineDash(STROKES.at(i - count));
    context.strokeRect(1, 1, 26, 10);
    return canvas;
  }
}

function button(sign, words, press) {
  const made = Object.assign(document.createElement("button"), { className: "figure-close", textContent: sign, title: words });
  made.addEventListener("click", press);
  return made;
}
