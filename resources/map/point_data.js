// Reads the binary tiles that console/mapping/point_tiles.py writes; its docstring is the format.

const NO_ROW = 0xffffffff;
const CLUSTERS = 0;

/** One tile of one layer: marks with pixels of the tile; `row` is null where a mark stands for many points. */
export function readTile(buffer) {
  const [form, n, states] = new Uint32Array(buffer, 0, 4);
  let offset = 16;
  const take = (Type, count) => {
    const column = new Type(buffer, offset, count);
    offset += column.byteLength;
    return column;
  };
  const x = take(Float32Array, n), y = take(Float32Array, n), row = take(Uint32Array, n);
  const marks = new Array(n);
  if (form === CLUSTERS) {
    const counts = take(Uint32Array, n * states);
    for (let i = 0; i < n; i++) marks[i] = cluster(x[i], y[i], row[i], counts.subarray(i * states, (i + 1) * states));
    return marks;
  }
  const heading = take(Uint16Array, n), angle = take(Uint16Array, n), reach = take(Uint16Array, n);
  const state = take(Uint8Array, n), kind = take(Uint8Array, n);
  for (let i = 0; i < n; i++) {
    marks[i] = {
      x: x[i], y: y[i], row: row[i], count: 1, radius: 5,
      heading: heading[i], angle: angle[i], reach: reach[i], state: state[i], kind: kind[i],
    };
  }
  return marks;
}

function cluster(x, y, row, counts) {
  let count = 0, state = 0;
  for (let i = 0; i < counts.length; i++) {
    count += counts[i];
    if (counts[i]) state = i;
  }
  const alone = row !== NO_ROW;
  return { x, y, row: alone ? row : null, count, counts, state, radius: alone ? 4 : 6 + 3.4 * Math.log10(count) };
}
