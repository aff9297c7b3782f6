// The tool in hand: one at a time. It gets the clicks and keys of the map, says in a line what a click does, and hands
// what was drawn to the console. With the keyboard a crosshair in the middle takes the pointer's place.

import { DragSelect } from "./drag_select.js";
import { turned } from "./figure.js";
import { Figures } from "./geodesy.js";
import { Measured } from "./measure.js";
import { Sketch } from "./sketch.js";

const HAND = "hand";
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const FINE_PX = 6; // a step with Ctrl

export function join(stage) {
  const { map, console } = stage;
  const renderer = L.svg({ padding: 0.2 });
  const write = new Figures();
  const bench = { map, renderer, write };
  const drawn = (tool) => (places) => console.tools.drawn(tool, places);
  const tools = {
    box: new DragSelect(bench, true, drawn("box")),
    lasso: new DragSelect(bench, false, drawn("lasso")),
    distance: new Sketch(bench, false, drawn("distance")),
    area: new Sketch(bench, true, drawn("area")),
    cordon: new Sketch(bench, true, drawn("cordon")),
    geofence: new Sketch(bench, true, drawn("geofence")),
  };
  const measured = new Measured(map, renderer, write, (index) => console.tools.dismiss(index));
  const hold = new Hold(map, tools, () => console.tools.left());
  const selected = L.polygon([], { renderer, interactive: false, className: "figure-select", weight: 1.5 });
  stage.renderer = renderer;
  stage.write = write;
  stage.tool = hold;

  return {
    wear: (theme) => {
      document.documentElement.style.setProperty("--figure", theme.selection);
      document.documentElement.style.setProperty("--figure-edge", theme.unitEdge);
    },
    speak: (language) => write.speak(language),
    does: {
      tool_words: ({ units, hints }) => {
        write.speak(write.language, units);
        hold.hints = hints;
        hold.relabel();
        measured.relabel();
      },
      tool: (name) => hold.take(name),
      ring: ({ places }) => {
        selected.setLatLngs(places.map(turned));
        if (places.length) selected.addTo(map);
        else selected.remove();
      },
      figures: ({ all }) => measured.put(all),
    },
  };
}

/** Which tool is in the hand. `isBusy`: clicks are the tool's, not those of the marks below. */
class Hold {
  constructor(map, tools, left) {
    Object.assign(this, { map, tools, left, name: HAND, tool: null, hints: {} });
    this.box = map.getContainer();
    this.hint = L.DomUtil.create("div", "tool-hint", this.box);
    this.cross = L.DomUtil.create("div", "crosshair", this.box);
    this.hint.hidden = this.cross.hidden = true;
    map.on("click", ({ latlng }) => this.tool?.put(latlng));
    map.on("mousemove", (event) => this._point(event));
    map.on("move", () => { if (!this.cross.hidden) this.tool?.hover(map.getCenter()); });
    map.on("zoomend", () => this.relabel());
    this.box.addEventListener("keydown", (event) => this._key(event), { capture: true });
  }

  get isBusy() {
    return this.tool !== null;
  }

  /** Add a tool that another feature brings. */
  add(name, tool) {
    this.tools[name] = tool;
  }

  /** Click for the operator. */
  put(latlng) {
    this.tool?.put(latlng);
  }

  take(name) {
    if (name === this.name) return;
    this.tool?.end();
    this.box.classList.remove(`tool-${this.name}`);
    this.box.classList.add(`tool-${name}`);
    this.name = name;
    this.tool = this.tools[name] ?? null;
    this.tool?.begin();
    this.map.doubleClickZoom[this.isBusy ? "disable" : "enable"]();
    this.cross.hidden = true;
    this.relabel();
  }

  relabel() {
    this.hint.textContent = this.hints[this.name] ?? "";
    this.hint.hidden = !this.isBusy || !this.hint.textContent;
    this.tool?.relabel();
  }

  _point({ latlng, originalEvent }) {
    if (!this.tool || !(originalEvent.movementX || originalEvent.movementY || this.cross.hidden)) return;
    this.cross.hidden = true;
    this.tool.hover(latlng);
  }

  _key(event) {
    if (!this.tool) return;
    if (event.key in ARROWS) {
      this.cross.hidden = false;
      if (event.ctrlKey) this.map.panBy(L.point(ARROWS[event.key]).multiplyBy(FINE_PX), { animate: false });
      return;
    }
    if (event.key === "Escape") this.left();
    else if (event.key === "Backspace") this.tool.back();
    else if (event.key === "Enter" && this.cross.hidden) this.tool.finish();
    else if (event.key === "Enter") this.tool.press(this.map.getCenter());
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
