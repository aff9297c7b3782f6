// Reads the binary tiles that console/mapping/point_tiles.py writes; its docstring is the format.

const NO_ROW = 0xffffffff;

/** The marks of one tile of one layer, in pixels of the tile; `row` is null where a mark stands for many points. */
export function readTile(buffer) {
  const [n, states] = new Uint32Array(buffer, 0, 2);
  let offset = 16;
  const take = (Type, count) => {
    const column = new Type(buffer, offset, count);
    offset += column.byteLength;
    return column;
  };
  const x = take(Float32Array, n), y = take(Float32Array, n), row = take(Uint32Array, n);
  const counts = take(Uint32Array, n * states);
  const heading = take(Uint16Array, n), angle = take(Uint16Array, n), reach = take(Uint16Array, n);
  const kind = take(Uint8Array, n);
  return Array.from({ length: n }, (_, i) => {
    const mine = counts.subarray(i * states, (i + 1) * states);
    const count = mine.reduce((sum, some) => sum + some, 0);
    const place = { x: x[i], y: y[i], count, counts: mine };
    if (row[i] === NO_ROW) return { ...place, row: null, radius: 6 + 3.4 * Math.log10(count) };
    const state = mine.indexOf(1);
    return { ...place, row: row[i], radius: 5, state, kind: kind[i], heading: heading[i], angle: angle[i], reach: reach[i] };
  });
}
