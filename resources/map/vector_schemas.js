// What the layers and attributes of the public vector schemas are to us: Shortbread 1.0 (shortbread-tiles.org),
// OpenMapTiles 3 (openmaptiles.org/schema) and Protomaps 3 and 4 (docs.protomaps.com). Their layer names differ, or mean
// the same; so one table reads all three, and whatever mixture somebody has made.

/** Layer name to what its features may be; see the functions below. */
export const LAYERS = {
  // Shortbread
  ocean: ["water"],
  water_polygons: ["water"],
  water_lines: ["stream"],
  land: ["land"],
  sites: ["land"],
  buildings: ["building"], // Protomaps too
  streets: ["street"],
  street_polygons: ["paved"],
  boundaries: ["border"], // Protomaps too
  street_labels: ["streetName"],
  place_labels: ["placeName"],
  water_lines_labels: ["waterName"],
  water_polygons_labels: ["waterName"],
  // OpenMapTiles
  water: ["water", "stream", "waterName"], // Protomaps too, with its rivers and names
  waterway: ["stream", "waterName"],
  landcover: ["land"], // Protomaps too
  landuse: ["land"], // Protomaps too
  park: ["land"],
  building: ["building"],
  aeroway: ["street"],
  transportation: ["street"],
  transportation_name: ["streetName"],
  boundary: ["border"],
  place: ["placeName"],
  water_name: ["waterName"],
  // Protomaps
  natural: ["land"],
  roads: ["street", "streetName"],
  transit: ["street"],
  physical_line: ["stream", "waterName"],
  places: ["placeName"],
};

/** Attributes that say what a feature is, the more exact first. */
const KINDS = ["kind_detail", "pmap:kind_detail", "subclass", "kind", "pmap:kind", "class"];

function groups(table) {
  const found = new Map();
  for (const [group, kinds] of Object.entries(table)) for (const kind of kinds.split(" ")) found.set(kind, group);
  return found;
}

const LAND = groups({
  parks: "forest wood park garden grass meadow orchard vineyard village_green recreation_ground golf_course scrub heath " +
    "grassland cemetery allotments nature_reserve protected_area national_park playground plant_nursery zoo wetland " +
    "swamp marsh bog wet_meadow greenfield",
  builtup: "residential retail commercial garages hospital school college university kindergarten neighbourhood suburb " +
    "quarter stadium sports_center sports_centre pitch urban_area theme_park",
  industry: "industrial railway landfill brownfield military airfield naval_base aerodrome construction port farmyard",
});

const STREETS = groups({
  motorway: "motorway trunk highway",
  arterial: "primary secondary major_road",
  collector: "tertiary medium_road runway",
  local: "residential unclassified living_street pedestrian road busway bus_guideway minor minor_road street taxiway",
  service: "service raceway",
  path: "track footway path steps cycleway bridleway corridor",
  rail: "rail light_rail narrow_gauge monorail funicular tram preserved",
  metro: "subway",
});

/** The zooms between which a place's name stands on the map, its rank among places, and its size in pixels. */
const PLACES = {
  capital: [0, 12, 0, 15], state_capital: [0, 12, 0, 15], city: [0, 12, 0, 15], town: [0, 14, 1, 13], borough: [10, 14, 2, 12],
  suburb: [11, 15, 2, 12], macrohood: [11, 15, 2, 12], village: [11, 16, 3, 11.5], quarter: [13, 17, 4, 11],
  neighbourhood: [14, 18, 5, 11], neighborhood: [14, 18, 5, 11], hamlet: [13, 17, 5, 11], locality: [14, 18, 6, 11],
  isolated_dwelling: [15, 18, 7, 10.5],
};

const known = (tags, table) => KINDS.map((name) => table.get(tags[name])).find(Boolean);

/** Class of land: parks, builtup, industry; undefined for what is left bare. */
export function landClass(tags, layer) {
  return known(tags, LAND) ?? (layer === "park" ? "parks" : undefined);
}

/** Class of a way: motorway ... path, rail, metro; undefined for what is not drawn (ferries, cable cars). */
export function streetClass(tags) {
  const group = known(tags, STREETS);
  const isRamp = tags.link || tags.ramp || tags.is_link || tags["pmap:link"];
  return isRamp && (group === "motorway" || group === "arterial") ? "collector" : group;
}

export const isTunnel = (tags) => tags.tunnel === true || tags.brunnel === "tunnel" || tags.is_tunnel === true;
export const isSiding = (tags) => ["yard", "siding", "spur", "crossover"].includes(tags.service);
export const isMaritime = (tags) => tags.maritime === true || tags.maritime === 1;

/** How deep in the order of administrations a border is; 2 is a state's, a city's districts have 6 to 10. */
export function borderLevel(tags) {
  const level = Number(tags.admin_level ?? tags["pmap:min_admin_level"] ?? tags.kind_detail);
  return Number.isFinite(level) ? level : { country: 2, region: 4, county: 6, locality: 8 }[tags.kind] ?? 4;
}

/** From and to zoom, rank and size of a place's name; null for what is not named (countries). */
export function placeRank(tags) {
  const kind = KINDS.map((name) => tags[name]).find((value) => value in PLACES);
  if (!kind) return null;
  const [from, to, rank, size] = PLACES[kind];
  return { kind, from, to, rank, size };
}

const NAMES = {
  ru: ["name_ru", "name:ru", "name"],
  kk: ["name_kk", "name:kk", "name"],
  en: ["name_en", "name:en", "name_int", "name:latin", "name"],
};
const NAME_LIMIT = 60;

/** The name in a language, as one line without control or direction marks; "" where it has none. */
export function nameOf(tags, language) {
  const name = NAMES[language].map((key) => tags[key]).find((value) => typeof value === "string" && value);
  const line = (name ?? "").slice(0, 4 * NAME_LIMIT).replace(/[\p{C}\s]+/gu, " ").trim();
  return line.length > NAME_LIMIT ? `${line.slice(0, NAME_LIMIT - 1)}…` : line;
}
