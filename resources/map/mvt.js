// Reads Mapbox Vector Tiles 2.1 (protobuf). The bytes come from outside: whatever is in them, reading ends, and what
// makes no sense is a VectorTileError.

export class VectorTileError extends Error {}

export const POINT = 1;
export const LINE = 2;
export const AREA = 3;

const MOVE_TO = 1, LINE_TO = 2, CLOSE = 7;
const VARINT = 0, FIXED64 = 1, BYTES = 2, FIXED32 = 5;
const EXTENT_AT_MOST = 1 << 24; // usual is 4096; quality-assurance tiles of OpenStreetMap have 2 ** 20

/**
 * The layers of an unpacked tile, by name, of those for which `wants(name)` holds: { name, extent, features }; a feature
 * is { shape, tags, parts }, with parts as flat arrays [x, y, x, y ...] in units of the extent, y downwards. Rings are
 * closed. A point's parts are its places.
 */
export function readVectorTile(bytes, wants = () => true) {
  const layers = new Map(), tile = new Message(bytes);
  while (tile.next()) {
    if (tile.field !== 3) continue;
    const found = readLayer(tile.message(), wants);
    if (found) layers.set(found.name, found);
  }
  return layers;
}

/** One message: walks over its fields, and never beyond its end. */
class Message {
  constructor(bytes, at = 0, end = bytes.length) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
    this.field = 0;
    this.type = VARINT;
    this.value = 0; // of a number; of all else, where it begins
    this.stop = 0;
  }

  /** Go on to the next field; false at the end. */
  next() {
    if (this.at >= this.end) return false;
    const tag = this.varint();
    this.field = Math.floor(tag / 8);
    this.type = tag % 8;
    if (this.type === VARINT) this.value = this.varint();
    else if (this.type === BYTES) this._pass(this.varint());
    else if (this.type === FIXED64) this._pass(8);
    else if (this.type === FIXED32) this._pass(4);
    else throw new VectorTileError(`a field of type ${this.type}`);
    return true;
  }

  /** The field as a number. */
  number() {
    if (this.type === VARINT) return this.value;
    throw new VectorTileError("a message where a number was expected");
  }

  /** The field as a message of its own. */
  message() {
    if (this.type === BYTES) return new Message(this.bytes, this.value, this.stop);
    throw new VectorTileError("a number where a message was expected");
  }

  text() {
    if (this.type === BYTES) return DECODER.decode(this.bytes.subarray(this.value, this.stop));
    throw new VectorTileError("a number where a text was expected");
  }

  float() {
    const view = new DataView(this.bytes.buffer, this.bytes.byteOffset + this.value);
    if (this.type === FIXED32) return view.getFloat32(0, true);
    if (this.type === FIXED64) return view.getFloat64(0, true);
    throw new VectorTileError("something else where a fraction was expected");
  }

  /** A whole number; beyond 53 bits it is not exact. */
  varint() {
    const { bytes, end } = this;
    let value = 0;
    for (let factor = 1, i = 0; i < 10 && this.at < end; i++, factor *= 128) {
      const byte = bytes[this.at++];
      if (byte < 0x80) return value + byte * factor;
      value += (byte - 0x80) * factor;
    }
    throw new VectorTileError("a number is cut short");
  }

  _pass(length) {
    if (!(length <= this.end - this.at)) throw new VectorTileError("a field is longer than the tile");
    this.value = this.at;
    this.stop = this.at += length;
  }
}

const DECODER = new TextDecoder();

function readLayer(message, wants) {
  const layer = { name: "", extent: 4096, features: [] };
  const keys = [], values = [], features = [];
  while (message.next()) {
    switch (message.field) {
      case 1:
        layer.name = message.text();
        if (!wants(layer.name)) return null;
        break;
      case 2: features.push(message.message()); break;
      case 3: keys.push(message.text()); break;
      case 4: values.push(readValue(message.message())); break;
      case 5: layer.extent = message.number(); break;
    }
  }
  if (!wants(layer.name)) return null;
  if (!(layer.extent >= 1 && layer.extent <= EXTENT_AT_MOST)) throw new VectorTileError(`an extent of ${layer.extent}`);
  for (const feature of features) layer.features.push(readFeature(feature, keys, values));
  return layer;
}

function readValue(message) {
  let found = null;
  while (message.next()) {
    switch (message.field) {
      case 1: found = message.text(); break;
      case 2: case 3: found = message.float(); break;
      case 4: case 5: found = signed(message.number()); break;
      case 6: found = unzigzag(message.number()); break;
      case 7: found = message.number() !== 0; break;
    }
  }
  return found;
}

function readFeature(message, keys, values) {
  const feature = { shape: 0, tags: {}, parts: [] };
  while (message.next()) {
    switch (message.field) {
      case 2: readTags(message.message(), keys, values, feature.tags); break;
      case 3: feature.shape = message.number(); break;
      case 4: feature.parts = readGeometry(message.message()); break;
    }
  }
  return feature;
}

function readTags(message, keys, values, tags) {
  while (message.at < message.end) {
    const key = message.varint(), value = message.varint();
    if (key >= keys.length || value >= values.length) throw new VectorTileError("a tag that is not in the layer");
    tags[keys[key]] = values[value];
  }
}

/** Commands and their steps as parts; each point takes two bytes at least, so that a count cannot promise too much. */
function readGeometry(message) {
  const parts = [];
  let part = null, x = 0, y = 0;
  while (message.at < message.end) {
    const command = message.varint(), count = Math.floor(command / 8), what = command % 8;
    if (what === CLOSE) {
      if (part) part.push(part[0], part[1]);
      continue;
    }
    if (what !== MOVE_TO && what !== LINE_TO) throw new VectorTileError(`a command ${what}`);
    if (count > (message.end - message.at) / 2) throw new VectorTileError("a line is cut short");
    for (let i = 0; i < count; i++) {
      x += unzigzag(message.varint());
      y += unzigzag(message.varint());
      if (what === MOVE_TO) parts.push((part = [x, y]));
      else if (part) part.push(x, y);
      else throw new VectorTileError("a line without a beginning");
    }
  }
  return parts;
}

const unzigzag = (n) => (n % 2 ? -(n + 1) / 2 : n / 2);
const signed = (n) => (n >= 2 ** 63 ? n - 2 ** 64 : n);
