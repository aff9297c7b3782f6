// Reads Mapbox Vector Tiles 2.1 (protobuf). The bytes come from outside: whatever is in them, reading ends, and what
// makes no sense is a VectorTileError.

export class VectorTileError extends Error {}

export const POINT = 1, LINE = 2, AREA = 3;

const MOVE_TO = 1, LINE_TO = 2, CLOSE = 7;
const VARINT = 0, FIXED64 = 1, BYTES = 2, FIXED32 = 5;
const EXTENT_AT_MOST = 1 << 16;

/**
 * The layers of an unpacked tile, by name, of those for which `wants(name)` holds: { name, extent, features }; a feature
 * is { shape, tags, parts }, with parts as flat arrays [x, y, x, y ...] in units of the extent, y downwards. Rings are
 * closed. A point's parts are its places.
 */
export function readVectorTile(bytes, wants = () => true) {
  const layers = new Map();
  for (const [field, layer] of fieldsOf(new Bytes(bytes))) {
    if (field !== 3) continue;
    const found = readLayer(expectBytes(layer), wants);
    if (found) layers.set(found.name, found);
  }
  return layers;
}

/** One message, or a part of it: walks over its bytes and never beyond its end. */
class Bytes {
  constructor(bytes, at = 0, end = bytes.length) {
    this.bytes = bytes;
    this.at = at;
    this.end = end;
  }

  /** A whole number; beyond 53 bits it is not exact. */
  varint() {
    let value = 0;
    for (let factor = 1, i = 0; i < 10; i++, factor *= 128) {
      if (this.at >= this.end) break;
      const byte = this.bytes[this.at++];
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value;
    }
    throw new VectorTileError("a number is cut short");
  }

  take(length) {
    if (!(length <= this.end - this.at)) throw new VectorTileError("a field is longer than the tile");
    const part = new Bytes(this.bytes, this.at, this.at + length);
    this.at += length;
    return part;
  }

  text() {
    return DECODER.decode(this.bytes.subarray(this.at, this.end));
  }

  view() {
    return new DataView(this.bytes.buffer, this.bytes.byteOffset + this.at, this.end - this.at);
  }
}

const DECODER = new TextDecoder();

/** The fields of a message: [number, value]; the value is a number, or Bytes for all that has a length. */
function* fieldsOf(message) {
  while (message.at < message.end) {
    const tag = message.varint(), field = Math.floor(tag / 8), type = tag % 8;
    if (type === VARINT) yield [field, message.varint()];
    else if (type === BYTES) yield [field, message.take(message.varint())];
    else if (type === FIXED64) yield [field, message.take(8)];
    else if (type === FIXED32) yield [field, message.take(4)];
    else throw new VectorTileError(`a field of type ${type}`);
  }
}

function expectBytes(value) {
  if (value instanceof Bytes) return value;
  throw new VectorTileError("a number where a message was expected");
}

function expectNumber(value) {
  if (typeof value === "number") return value;
  throw new VectorTileError("a message where a number was expected");
}

function readLayer(message, wants) {
  const layer = { name: "", extent: 4096, features: [] };
  const keys = [], values = [], features = [];
  for (const [field, value] of fieldsOf(message)) {
    if (field === 1) {
      layer.name = expectBytes(value).text();
      if (!wants(layer.name)) return null;
    } else if (field === 2) features.push(expectBytes(value));
    else if (field === 3) keys.push(expectBytes(value).text());
    else if (field === 4) values.push(readValue(expectBytes(value)));
    else if (field === 5) layer.extent = expectNumber(value);
  }
  if (!wants(layer.name)) return null;
  if (!(layer.extent >= 1 && layer.extent <= EXTENT_AT_MOST)) throw new VectorTileError(`an extent of ${layer.extent}`);
  for (const feature of features) layer.features.push(readFeature(feature, keys, values));
  return layer;
}

function readValue(message) {
  let found = null;
  for (const [field, value] of fieldsOf(message)) {
    if (field === 1) found = expectBytes(value).text();
    else if (field === 2 && expectBytes(value).view().byteLength === 4) found = value.view().getFloat32(0, true);
    else if (field === 3 && expectBytes(value).view().byteLength === 8) found = value.view().getFloat64(0, true);
    else if (field === 4 || field === 5) found = signed(expectNumber(value));
    else if (field === 6) found = unzigzag(expectNumber(value));
    else if (field === 7) found = expectNumber(value) !== 0;
  }
  return found;
}

function readFeature(message, keys, values) {
  const feature = { shape: 0, tags: {}, parts: [] };
  for (const [field, value] of fieldsOf(message)) {
    if (field === 2) readTags(expectBytes(value), keys, values, feature.tags);
    else if (field === 3) feature.shape = expectNumber(value);
    else if (field === 4) feature.parts = readGeometry(expectBytes(value));
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
