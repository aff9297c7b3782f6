// Reads the binary tiles that console/mapping/point_tiles.py writes; its docstring is the format.

const NO_ROW = 0xffffffff;

/** Tiles of several layers one after another, each with its length before it. */
export function readTiles(buffer) {
  const view = new DataView(buffer), tiles = [];
  for (let at = 0; at < buffer.byteLength;) {
    const length = view.getUint32(at, true);
    tiles.push(readTile(buffer.slice(at + 4, at + 4 + length)));
    at += 4 + length;
  }
  return tiles;
}

/**
 * The marks of one tile of one layer, in pixels of the tile; `row` is null where a mark stands for many points. The list
 * says how many `states` it counts, and of which `revision` its counts are.
 */
function readTile(buffer) {
  const [n, states, revision] = new Uint32Array(buffer, 0, 3);
  let offset = 16;
  const take = (Type, count) => {
    const column = new Type(buffer, offset, count);
    offset += column.byteLength;
    return column;
  };
  const x = take(Float32Array, n), y = take(Float32Array, n), id = take(Uint32Array, n), row = take(Uint32Array, n);
  const counts = take(Uint32Array, n * states);
  const heading = take(Uint16Array, n), angle = take(Uint16Array, n), reach = take(Uint16Array, n);
  const kind = take(Uint8Array, n);
  const marks = Array.from({ length: n }, (_, i) => {
    const mark = new Mark(x[i], y[i], id[i], row[i] === NO_ROW ? null : row[i]);
    if (mark.row !== null) Object.assign(mark, { kind: kind[i], heading: heading[i], angle: angle[i], reach: reach[i] });
    mark.recount(counts.subarray(i * states, (i + 1) * states));
    return mark;
  });
  return Object.assign(marks, { states, revision });
}

class Mark {
  constructor(x, y, id, row) {
    Object.assign(this, { x, y, id, row });
  }

  /** So many points of each state it stands for; a single point has one state. */
  recount(counts) {
    this.counts = counts;
    this.count = counts.reduce((sum, some) => sum + some, 0);
    if (this.row === null) this.radius = 6 + 3.4 * Math.log10(this.count);
    else Object.assign(this, { radius: 5, state: counts.indexOf(1) });
  }
}
