// The schematic of the city as the page has it: fetched once, with a path and a box for each feature.

/** Fetch the schematic and make what is drawn again and again: a path and a box for each feature. */
export async function loadCity() {
  const city = await (await fetch("city.json")).json();
  const [west, north] = city.home;
  for (const features of Object.values(city.themes)) {
    for (const feature of features) Object.assign(feature, shape(feature.parts, west, north));
  }
  for (const district of city.themes.districts) district.middle = [district.middle[0] - west, district.middle[1] - north];
  for (const contour of city.themes.mountains) contour.heights = southOf(contour.lines);
  return city;
}

const FAR = 1e6;
const RANGE_SLOPE = 0.16; // the mountains go on to both sides as they run: from west-south-west to east-north-east

function shape(parts, west, north) {
  const path = new Path2D();
  const box = { west: Infinity, north: Infinity, east: -Infinity, south: -Infinity };
  const lines = parts.map((steps) => {
    const line = new Float64Array(steps.length);
    let x = -west, y = -north;
    for (let i = 0; i < steps.length; i += 2) {
      line[i] = x += steps[i];
      line[i + 1] = y += steps[i + 1];
      if (i) path.lineTo(x, y);
      else path.moveTo(x, y);
      box.west = Math.min(box.west, x);
      box.east = Math.max(box.east, x);
      box.north = Math.min(box.north, y);
      box.south = Math.max(box.south, y);
    }
    return line;
  });
  const isClosed = lines.every((l) => l.length > 4 && l[0] === l[l.length - 2] && l[1] === l[l.length - 1]);
  return { path, box, lines, isClosed };
}

/** All that lies south of a line that runs from west to east. */
function southOf([line]) {
  const path = new Path2D();
  path.moveTo(line[0] - FAR, line[1] + FAR * RANGE_SLOPE);
  for (let i = 0; i < line.length; i += 2) path.lineTo(line[i], line[i + 1]);
  path.lineTo(line[line.length - 2] + FAR, line[line.length - 1] - FAR * RANGE_SLOPE);
  path.lineTo(FAR, FAR);
  path.lineTo(-FAR, FAR);
  path.closePath();
  return path;
}
