// Chooses the ground of the map: the schematic, or a base of tiles that the console serves. The schematic is drawn first
// in any case, and stays wherever the base has nothing.

import { BaseStore } from "./base_store.js";
import { TILE } from "./ground.js";
import { world } from "./live_layer.js";
import { ancestors, isBright, paintRaster, quarters } from "./raster_ground.js";
import { paintVector } from "./vector_ground.js";
import { labelsOf } from "./vector_names.js";
import { VectorTile } from "./vector_tile.js";

const RASTERS_KEPT = 240, VECTORS_KEPT = 48; // some three screens of each

export function join(stage) {
  const bases = new Bases(stage);
  stage.ground = stage.tiles.ground = bases;
  stage.labels.others = bases;
  return { does: { base: (told) => bases.use(told) } };
}

class Bases {
  constructor({ city, ground, labels, map, tiles }) {
    Object.assign(this, { city, schematic: ground, labels, tiles });
    this.base = null;
    this.told = { id: "schematic", revision: 0 };
    this.turn = 0; // of what is drawn: what was begun in an earlier turn comes too late
    this.credit = L.DomUtil.create("div", "attribution", map.getContainer());
    this.credit.hidden = true;
  }

  /** Use the base that the console tells; one that was told before is left as it is, unless it has changed. */
  use(told) {
    if (told.id === this.told.id && told.revision === this.told.revision && told.kind === this.told.kind) return;
    this.told = told;
    this.turn++;
    const Base = { raster: RasterBase, vector: VectorBase }[told.kind];
    this.base = Base ? new Base(told, this) : null;
    this.credit.textContent = told.attribution ?? "";
    this.credit.hidden = !told.attribution;
    if (this.theme) this.tiles.repaint();
  }

  draw(coords, theme, later) {
    if (this.theme !== theme) this.turn++;
    this.theme = theme;
    const canvas = this.schematic.draw(coords, theme);
    const { base, turn } = this;
    if (!base) return canvas;
    const ready = base.at(coords);
    if (ready) base.paint(canvas, ready, coords, theme);
    else if (ready === undefined) {
      this._wait();
      base.get(coords).then((found) => {
        if (found && turn === this.turn) {
          base.paint(canvas, found, coords, theme);
          later(canvas);
        }
      }).finally(() => this._waited());
    }
    return canvas;
  }

  /** The names that the base brings for a map tile; null where those of the schematic stand. */
  of(coords) {
    return this.base?.namesOf(coords) ?? null;
  }

  isShown({ x, y, z }) {
    return `${x}:${y}:${z}` in (this.tiles._tiles ?? {});
  }

  /** What is in view is not all painted while tiles of the base are on their way. */
  _wait() {
    this.tiles.underWay++;
  }

  _waited() {
    if (--this.tiles.underWay === 0) this.tiles.fire("painted");
  }
}

function storeOf({ id, bounds: [west, south, east, north] }, bases, decode, kept) {
  const [a, b] = [world(west, north), world(east, south)];
  const bounds = { west: a.x, north: a.y, east: b.x, south: b.y };
  return new BaseStore(id, bounds, decode, (coords) => bases.isShown(coords), kept);
}

class RasterBase {
  constructor(told, bases) {
    this.told = told;
    this.side = told.tile_px >= TILE ? TILE : TILE / 2;
    this.store = storeOf(told, bases, (buffer) => this._decode(buffer), RASTERS_KEPT);
  }

  async _decode(buffer) {
    const bitmap = await createImageBitmap(new Blob([buffer]));
    this.isBright ??= isBright(bitmap); // the first tile speaks for all: neighbours must not differ
    return bitmap;
  }

  _ancestors(quarter) {
    return ancestors(quarter, this.told.max_zoom, this.told.min_zoom);
  }

  /** What a map tile is painted from: null where there is nothing, undefined while that is not known yet. */
  at(coords) {
    const found = [];
    for (const quarter of quarters(coords, this.side)) {
      for (const ancestor of this._ancestors(quarter)) {
        const bitmap = this.store.at(ancestor);
        if (bitmap === undefined) return undefined;
        if (!bitmap) continue;
        found.push({ quarter, ancestor, bitmap });
        break;
      }
    }
    return found.length ? found : null;
  }

  async get(coords) {
    const each = quarters(coords, this.side).map(async (quarter) => {
      for (const ancestor of this._ancestors(quarter)) {
        const bitmap = await this.store.get(ancestor, coords);
        if (bitmap) return { quarter, ancestor, bitmap };
      }
      return null;
    });
    const found = (await Promise.all(each)).filter(Boolean);
    return found.length ? found : null;
  }

  paint(canvas, found, _coords, theme) {
    paintRaster(canvas, found, theme, this.isBright);
  }

  /** A drawn map has its names printed on it, a photograph has none. */
  namesOf(coords) {
    return this.told.has_names && this.at(coords) ? [] : null;
  }
}

class VectorBase {
  constructor(told, bases) {
    this.told = told;
    this.bases = bases;
    const decode = (buffer, place) => new VectorTile(new Uint8Array(buffer), place);
    this.store = storeOf(told, bases, decode, VECTORS_KEPT);
  }

  /** The tile of the base that holds a map tile, which is 512 px of one zoom less; null where the base has none. */
  _place({ x, y, z }) {
    const up = Math.max(z - 1 - this.told.max_zoom, 0);
    return z - 1 < this.told.min_zoom ? null : { x: x >> up, y: y >> up, z: z - 1 - up };
  }

  at(coords) {
    const place = this._place(coords);
    return place && this.store.at(place);
  }

  async get(coords) {
    const place = this._place(coords);
    return place && (await this.store.get(place, coords));
  }

  paint(canvas, tile, coords, theme) {
    paintVector(canvas, tile, this.bases.city, coords, theme);
  }

  namesOf(coords) {
    const tile = this.at(coords), { labels, city } = this.bases;
    return tile ? labelsOf(tile, coords, labels, city) : null;
  }
}
