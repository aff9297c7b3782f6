// What lies under the pointer: told to the console on a click, and in a few words beside the pointer on a rest.

import { STACKED_PX } from "./piles.js";

const REACH = 12;
const BESIDE = 2 * STACKED_PX; // as far as a mark of a pile can be from the one under the pointer
const REST_MS = 120;

export function join(stage) {
  const { map, tiles, live, console, tool } = stage;
  stage.pointer = new Pointer(map, tiles, live, console, () => tool.isBusy, stage.beneath);
  return { does: {} };
}

export class Pointer {
  /**
   * `live` are painters by kind, the upper ones first; `layers` tells texts and takes clicks, `places` says how many lie
   * over one another; while the pointer is in the hands of another (`isTaken`) it tells nothing. `beneath` are what may
   * be found where no mark is: (point) => found.
   */
  constructor(map, tiles, live, { layers, places }, isTaken, beneath) {
    Object.assign(this, { map, tiles, live, link: layers, places, isTaken, beneath });
    this.clicked = null; // what was clicked last, until the pointer leaves its stack: the next click means the one below
    this.box = L.DomUtil.create("div", "tooltip", map.getContainer());
    this.box.hidden = true;
    map.on("mousemove", (event) => this._move(event));
    map.on("mouseout movestart zoomstart mousedown", () => this._hide());
    map.on("mouseout", () => { this.clicked = null; });
    map.on("click", (event) => this._click(event));
  }

  /** The mark nearest to a point of the view: alarms, units and incidents before what only stands there. */
  find(point) {
    const corner = this.map.getPixelBounds().min;
    const [x, y] = [point.x + corner.x, point.y + corner.y];
    const found = this._live(x, y) ?? this.tiles.nearest(x, y, REACH);
    return found ?? this.beneath.map((look) => look(x, y)).find(Boolean) ?? null;
  }

  /** Of those that lie over one another here: what was clicked last, else the one above; with all of them, from above. */
  _live(x, y) {
    const near = this._near(x, y);
    const nearest = near.reduce((best, one) => (one.distance < best.distance ? one : best), { distance: Infinity });
    if (nearest.distance > REACH) return null;
    const stack = near.filter((one) => Math.hypot(one.x - nearest.x, one.y - nearest.y) <= STACKED_PX);
    stack.sort((a, b) => a.depth - b.depth);
    const at = Math.max(stack.findIndex(({ kind, id }) => this.clicked === `${kind}/${id}`), 0);
    return { ...stack[at], stack, at };
  }

  /**
   * The marks within reach, and those that may lie in a pile with them; x, y are of the top of its pile, `depth` grows
   * from what is painted last, as their painters have it.
   */
  _near(x, y) {
    const world = 256 * 2 ** this.map.getZoom(), near = [];
    Object.entries(this.live).forEach(([kind, painter], layer) => {
      if (!painter.isVisible) return;
      for (const { id, at, rank = 0, top } of painter.byId.values()) {
        if (!at) continue;
        const distance = Math.hypot(at.x * world - x, at.y * world - y), middle = top?.at ?? at;
        if (distance > REACH + BESIDE) continue;
        near.push({ kind, id, distance, depth: layer * 100 + rank, x: middle.x * world, y: middle.y * world });
      }
    });
    return near.reverse();
  }

  _click({ containerPoint }) {
    if (this.isTaken()) return;
    const found = this._next(this.find(containerPoint));
    this.clicked = found?.id ? `${found.kind}/${found.id}` : null;
    if (!found) return this.link.clicked("", "");
    if (found.mark && found.mark.row === null) return this._open(found);
    this.link.clicked(found.kind, found.id ?? String(found.mark.row));
  }

  /** What a click means: where it was clicked just before, the one below it. */
  _next(found) {
    if (!found?.stack || this.clicked !== `${found.kind}/${found.id}`) return found;
    const { stack, at } = found, below = (at + 1) % stack.length;
    return { ...stack[below], stack, at: below };
  }

  /** A cluster opens: closer, to where it is. */
  _open({ x, y }) {
    const zoom = Math.min(this.map.getZoom() + 2, this.map.getMaxZoom());
    this.map.setView(this.map.unproject([x, y]), zoom);
  }

  _move({ containerPoint }) {
    clearTimeout(this.resting);
    if (this.isTaken()) return this._hide();
    const found = this.find(containerPoint);
    this.map.getContainer().classList.toggle("over-mark", found !== null);
    const key = found && `${found.kind}/${found.id ?? found.mark.row ?? `${found.x}:${found.y}`}`;
    if (key !== this.clicked) this.clicked = null;
    if (key !== this.over) this._hide();
    this.over = key;
    if (!found || !this.box.hidden) return;
    this.resting = setTimeout(() => this._describe(found, key, containerPoint), REST_MS);
  }

  async _describe(found, key, point) {
    const { kind, id, mark, stack, at } = found;
    const lines = mark && mark.row === null
      ? await this.link.describe_cluster(kind, [...mark.counts])
      : await this.link.describe(kind, id ?? String(mark.row));
    if (stack?.length > 1) lines.push(await this.places.stacked(at + 1, stack.length));
    if (this.over === key && lines.length) this._show(lines, point);
  }

  _show(lines, point) {
    this.box.replaceChildren(...lines.map((line) => Object.assign(document.createElement("div"), { textContent: line })));
    this.box.hidden = false;
    const view = this.map.getSize();
    const left = Math.min(point.x + 14, view.x - this.box.offsetWidth - 6);
    const below = point.y + 16 + this.box.offsetHeight < view.y;
    this.box.style.left = `${Math.max(left, 6)}px`;
    this.box.style.top = `${below ? point.y + 16 : Math.max(point.y - this.box.offsetHeight - 10, 6)}px`;
  }

  _hide() {
    clearTimeout(this.resting);
    this.box.hidden = true;
    this.over = null;
  }
}
