// Names that a vector tile brings, placed within it: none covers another, none is cut at its border, and few enough to
// leave the map calm. Districts keep the names of the schematic, which lie where people live.

import { TILE } from "./ground.js";
import { Room, alongAll, byTile, level, shortName } from "./labels.js";
import { LINE } from "./mvt.js";
import { FONT } from "./themes.js";
import { nameOf } from "./vector_schemas.js";

const STREETS_FROM = { motorway: 12, arterial: 13, collector: 15, local: 15, service: 17, path: 17 };
const RANK = { motorway: 0, arterial: 1, collector: 2, local: 3, service: 4, path: 5 };
const WATER_FROM = 13;
const DISTRICTS_TO = 14;
const APART = 220; // the two ways of a divided street are one street

/** The labels of a map tile at `coords` from the vector tile that covers it; `schematic` are the labels of `city`. */
export function labelsOf(tile, coords, schematic, city) {
  const key = `${coords.z}/${schematic.language}`;
  if (!tile.labels.has(key)) tile.labels.set(key, byTile(place(tile, coords.z, schematic, city)));
  return tile.labels.get(key).get(`${coords.x}/${coords.y}`) ?? [];
}

function place(tile, zoom, schematic, city) {
  const { language } = schematic;
  const { x, y, z } = tile.place, side = TILE * 2 ** (zoom - 1 - z);
  const frame = { west: x * side, north: y * side, east: (x + 1) * side, south: (y + 1) * side };
  const at = ([px, py]) => [frame.west + (px / tile.extent) * side, frame.north + (py / tile.extent) * side];
  const room = new Room(), labels = [], named = new Map();
  const add = (label, name) => {
    const again = named.get(name) ?? [];
    if (!isWithin(label, frame) || again.some((other) => apart(label, other) < APART)) return;
    if (!room.take(label.discs)) return;
    labels.push(label);
    named.set(name, [...again, label]);
  };
  const kept = zoom <= DISTRICTS_TO ? districtLabels(frame, zoom, schematic) : [];
  for (const label of kept) room.take(label.discs);
  labels.push(...kept);
  const known = new Set(districtNames(city, language));
  for (const { name, rank, at: point } of places(tile, zoom, language)) {
    if (!known.has(shortName(name, language).toLowerCase())) add(placeLabel(name, rank, at(point), frame), name);
  }
  for (const street of streets(tile, zoom, language)) {
    for (const label of streetLabels(street, zoom, language, at)) add(label, street.name);
  }
  if (zoom >= WATER_FROM) for (const [name, label] of waters(tile, zoom, language, at)) add(label, name);
  return labels;
}

const middle = ({ box }) => [(box.west + box.east) / 2, (box.north + box.south) / 2];
const apart = (a, b) => Math.hypot(middle(a)[0] - middle(b)[0], middle(a)[1] - middle(b)[1]);

const isWithin = ({ box }, { west, north, east, south }) =>
  box.west >= west && box.east <= east && box.north >= north && box.south <= south;

/** The schematic's district names that reach into the tile. */
function districtLabels(frame, zoom, schematic) {
  const found = new Set();
  for (let x = Math.floor(frame.west / TILE); x < frame.east / TILE; x++) {
    for (let y = Math.floor(frame.north / TILE); y < frame.south / TILE; y++) {
      for (const label of schematic.own({ x, y, z: zoom })) if (label.colour === "districtLabel") found.add(label);
    }
  }
  return [...found];
}

/** What the districts are called, to find the places that are the same. */
function districtNames(city, language) {
  const index = ["ru", "kk", "en"].indexOf(language);
  const names = (city.themes.districts ?? []).map(({ name }) => name?.[index]).filter(Boolean);
  return names.map((name) => shortName(name, language).toLowerCase());
}

/** Places that are named at a zoom, the greater first. */
function places(tile, zoom, language) {
  return tile.names.places
    .filter(({ rank }) => zoom >= rank.from && zoom <= rank.to)
    .map(({ tags, rank, at }) => ({ name: nameOf(tags, language), rank, at, people: Number(tags.population) || 0 }))
    .filter(({ name }) => name)
    .sort((a, b) => a.rank.rank - b.rank.rank || b.people - a.people);
}

/** A place's name lies on it; near the tile's border it is moved inwards, so that it is whole. */
function placeLabel(name, rank, [x, y], frame) {
  const make = (px) => level(name, [px, y], `${rank.size}px`, rank.rank < 2 ? "label" : "quietLabel");
  const { box } = make(x);
  const shift = Math.max(frame.west - box.west, 0) - Math.max(box.east - frame.east, 0);
  return shift ? make(x + shift * 1.001) : make(x);
}

/** Streets that are named at a zoom, the greater and longer first; the pieces of each joined to lines. */
function streets(tile, zoom, language) {
  const byName = new Map();
  for (const { tags, group, parts } of tile.names.streets) {
    const name = nameOf(tags, language);
    if (!name || !(zoom >= STREETS_FROM[group])) continue;
    const known = byName.get(name);
    if (!known) byName.set(name, { name, group, parts: [...parts] });
    else {
      known.parts.push(...parts);
      if (RANK[group] < RANK[known.group]) known.group = group;
    }
  }
  return [...byName.values()]
    .map((street) => ({ ...street, lines: joined(street.parts) }))
    .sort((a, b) => RANK[a.group] - RANK[b.group] || b.lines[0].length - a.lines[0].length);
}

function* streetLabels({ name, group, lines }, zoom, language, at) {
  const text = zoom < 17 ? shortName(name, language) : name;
  const isGreat = RANK[group] < 2;
  const size = Math.min(9.5 + (zoom - 12) * 0.5, 13) - (isGreat ? 0 : 0.5);
  for (const line of lines) yield* alongAll(text, [line], at, `${size}px ${FONT}`, isGreat ? "label" : "quietLabel");
}

function* waters(tile, zoom, language, at) {
  const size = zoom >= 16 ? 12 : 10.5;
  for (const { tags, shape, parts } of tile.names.waters) {
    const name = nameOf(tags, language);
    if (!name) continue;
    const found = shape === LINE
      ? alongAll(name, joined(parts), at, `italic ${size}px ${FONT}`, "waterLabel", 900)
      : [level(name, at(parts[0]), `italic ${size}px`, "waterLabel")];
    for (const label of found) yield [name, label];
  }
}

/** Pieces of a line put together where one ends and another begins; the longest first. */
export function joined(pieces) {
  const lines = new Set(), open = new Map(); // end point -> line
  const ends = (line) => [`${line[0]},${line[1]}`, `${line.at(-2)},${line.at(-1)}`];
  for (const piece of pieces) {
    let line = piece;
    for (let again = true; again; ) {
      again = false;
      for (const end of ends(line)) {
        const other = open.get(end);
        if (!other) continue;
        for (const old of ends(other)) open.delete(old);
        lines.delete(other);
        line = linked(other, line, end);
        again = true;
        break;
      }
    }
    const [start, end] = ends(line);
    lines.add(line);
    if (start !== end && !open.has(start) && !open.has(end)) for (const place of [start, end]) open.set(place, line);
  }
  return [...lines].sort((a, b) => b.length - a.length);
}

/** Two lines that meet at `end`, as one. */
function linked(a, b, end) {
  const first = `${a.at(-2)},${a.at(-1)}` === end ? a : reversed(a);
  const second = `${b[0]},${b[1]}` === end ? b : reversed(b);
  return [...first, ...second.slice(2)];
}

function reversed(line) {
  const turned = [];
  for (let i = line.length - 2; i >= 0; i -= 2) turned.push(line[i], line[i + 1]);
  return turned;
}
