// A vector tile sorted for drawing: what it holds by our classes, with a path and a box for each bundle of features.

import { AREA, LINE, POINT, readVectorTile } from "./mvt.js";
import * as schema from "./vector_schemas.js";

const CELLS = 4; // lines and houses of a tile are bundled by this many cells each way: so many are drawn at once

export class VectorTile {
  /** From unpacked bytes; `place` is { x, y, z }. Throws VectorTileError. */
  constructor(bytes, place) {
    this.place = place;
    this.classes = new Map(); // class -> bundles { path, box }
    this.names = { streets: [], places: [], waters: [] };
    this.labels = new Map(); // kept by whoever places the names
    const layers = readVectorTile(bytes, (name) => Object.hasOwn(schema.LAYERS, name));
    this.extent = layers.values().next().value?.extent ?? 4096;
    for (const layer of layers.values()) this._sort(layer);
    for (const [key, bundle] of this.bundles ?? []) this._class(key.split("|")[0]).push(bundle);
    this.bundles = null;
  }

  /** Bundles of a class. */
  of(name) {
    return this.classes.get(name) ?? [];
  }

  _sort({ name, extent, features }) {
    const scale = this.extent / extent;
    for (const feature of features) {
      if (scale !== 1) for (const part of feature.parts) part.forEach((value, i) => { part[i] = value * scale; });
      for (const what of schema.LAYERS[name]) TAKE[what](this, feature, name);
    }
  }

  /** A feature that is drawn by itself: areas may overlap. */
  add(name, parts) {
    const bundle = newBundle();
    extend(bundle, parts);
    this._class(name).push(bundle);
  }

  /** A feature that is drawn with others of its class near it. */
  gather(name, parts) {
    const cell = (value) => Math.min(Math.max(Math.floor((value / this.extent) * CELLS), 0), CELLS - 1);
    const key = `${name}|${cell(parts[0][0])}|${cell(parts[0][1])}`;
    this.bundles ??= new Map();
    if (!this.bundles.has(key)) this.bundles.set(key, newBundle());
    extend(this.bundles.get(key), parts);
  }

  _class(name) {
    if (!this.classes.has(name)) this.classes.set(name, []);
    return this.classes.get(name);
  }
}

/** Takes a feature for what it is, if it is that. */
const TAKE = {
  water(tile, { shape, parts }) {
    if (shape === AREA) tile.add("water", parts);
  },
  stream(tile, { shape, parts }) {
    if (shape === LINE && parts.length) tile.gather("stream", parts);
  },
  land(tile, { shape, tags, parts }, layer) {
    const group = shape === AREA && schema.landClass(tags, layer);
    if (group) tile.add(group, parts);
  },
  building(tile, { shape, tags, parts }) {
    if (shape === AREA && parts.length && tags.kind !== "building_part") tile.gather("building", parts);
  },
  paved(tile, { shape, parts }) {
    if (shape === AREA) tile.add("paved", parts);
  },
  street(tile, { shape, tags, parts }) {
    const group = shape === LINE && parts.length && schema.streetClass(tags);
    if (!group) return;
    if (group === "rail" && schema.isSiding(tags)) tile.gather("siding", parts);
    else tile.gather(schema.isTunnel(tags) && group !== "metro" ? `${group}/tunnel` : group, parts);
  },
  border(tile, { shape, tags, parts }) {
    if (shape !== LINE || !parts.length || schema.isMaritime(tags)) return;
    tile.gather(schema.borderLevel(tags) <= 8 ? "border" : "minorBorder", parts);
  },
  streetName(tile, { shape, tags, parts }) {
    const group = shape === LINE && tags.name && schema.streetClass({ ...tags, kind: withoutLink(tags.kind) });
    if (group) tile.names.streets.push({ tags, group, parts });
  },
  placeName(tile, { shape, tags, parts }) {
    const rank = shape === POINT && parts.length && schema.placeRank(tags);
    if (rank) tile.names.places.push({ tags, rank, at: parts[0] });
  },
  waterName(tile, { shape, tags, parts }) {
    if (tags.name && parts.length && shape !== AREA) tile.names.waters.push({ tags, shape, parts });
  },
};

const withoutLink = (kind) => (typeof kind === "string" ? kind.replace(/_link$/, "") : kind);

function newBundle() {
  return { path: new Path2D(), box: { west: Infinity, north: Infinity, east: -Infinity, south: -Infinity } };
}

function extend({ path, box }, parts) {
  for (const part of parts) {
    for (let i = 0; i < part.length; i += 2) {
      const x = part[i], y = part[i + 1];
      if (i) path.lineTo(x, y);
      else path.moveTo(x, y);
      if (x < box.west) box.west = x;
      if (x > box.east) box.east = x;
      if (y < box.north) box.north = y;
      if (y > box.south) box.south = y;
    }
  }
}
