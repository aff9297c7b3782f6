// The map page: puts the parts together and does what the console tells.

import { Alarms, Incidents, Rings, Selection } from "./alarms.js";
import { loadCity } from "./city.js";
import { connect } from "./console_link.js";
import { Ground } from "./ground.js";
import { Pointer } from "./hover.js";
import { Labels } from "./labels.js";
import { LiveLayer } from "./live_layer.js";
import { TileLayer } from "./tile_layer.js";
import { dress, themed } from "./themes.js";
import { Units } from "./units.js";

const map = window.kuzet_map;

const units = new Units(), alarms = new Alarms(), incidents = new Incidents(units);
const live = { alarm: alarms, unit: units, incident: incidents };
const selection = new Selection(live);
alarms.rings = new Rings(map);
const moving = new LiveLayer([incidents, units, alarms, selection]);

const arriving = loadCity();
const early = [];
let take = (message) => early.push(message);
const link = await connect((message) => take(message));
const city = await arriving;
const labels = new Labels(city);
const hello = JSON.parse(await link.hello());
const look = { theme: hello.theme, priorities: hello.priorities };
const tiles = new TileLayer(new Ground(city), labels, hello.visible);

function boundsOf({ west, north, east, south }) {
  const corner = (x, y) => map.unproject([x + city.home[0], y + city.home[1]], city.zoom);
  return L.latLngBounds(corner(west, south), corner(east, north));
}

/** The whole city; rather a little cut off than a zoom too small. */
function home(options) {
  const [west, north, east, south] = city.home;
  const bounds = boundsOf({ west: 0, north: 0, east: east - west, south: south - north });
  const [a, b] = [map.project(bounds.getNorthWest(), 0), map.project(bounds.getSouthEast(), 0)];
  const view = map.getSize(), fits = Math.log2(Math.min(view.x / (b.x - a.x), view.y / (b.y - a.y)));
  map.setView(bounds.getCenter(), Math.floor(fits + 0.4), options);
  return bounds;
}

function wear(change) {
  Object.assign(look, change);
  const theme = themed(look.theme, look.priorities);
  dress(theme);
  for (const painter of moving.painters) painter.theme = theme;
  tiles.repaint(theme);
}

function fly({ lon, lat, zoom }) {
  map.flyTo([lat, lon], zoom ?? map.getZoom(), { duration: 0.6 });
}

/** What each part of a message does, in the order in which it is done. */
const DO = {
  reset: () => [units, alarms, incidents].forEach((painter) => painter.clear()),
  look: wear,
  language: (language) => { labels.language = language; tiles.repaint(); },
  visible: (layers) => {
    for (const [layer, isVisible] of Object.entries(layers)) {
      if (layer in LIVE) LIVE[layer].isVisible = isVisible;
      else tiles.show(layer, isVisible);
    }
  },
  units: (told) => units.put(told),
  fixes: (told) => units.move(told),
  alarms: (told) => alarms.put(told),
  incidents: (told) => incidents.put(told),
  gone: (told) => { for (const [kind, ids] of Object.entries(told)) live[kind].remove(ids); },
  points: (layers) => tiles.refresh(layers),
  touched: (told) => {
    for (const { layer, zoom, tiles: keys } of told) tiles.refresh([layer], zoom, keys);
  },
  select: (what) => selection.put(what),
  fly,
  home: () => home(),
  district: (id) => map.fitBounds(boundsOf(city.themes.districts.find((district) => district.id === id).box)),
  zoom: (by) => map.setZoom(map.getZoom() + by),
  pan: ([x, y]) => map.panBy([x, y]),
};
const LIVE = { units, alarms, incidents };

function told(message) {
  for (const [part, act] of Object.entries(DO)) if (part in message) act(message[part]);
  moving.wake();
}

/** Tell the console, once the browser has put the frame on the screen. */
function painted() {
  requestAnimationFrame(() => requestAnimationFrame(() => link.painted(tiles.drawn())));
}

labels.language = hello.language;
wear(look);
for (const [name, painter] of Object.entries(LIVE)) painter.isVisible = hello.visible.includes(name);
map.setMaxBounds(home({ animate: false }).pad(1.2));
if (hello.view) map.setView([hello.view.lat, hello.view.lon], hello.view.zoom, { animate: false });
tiles.on("painted", painted).addTo(map);
moving.addTo(map);
new Pointer(map, tiles, live, link);

// A page that paints says so now and then: silence means that what is seen may be old.
setInterval(painted, 3000);

function viewed() {
  const { lat, lng } = map.getCenter();
  link.viewed(lng, lat, map.getZoom());
}

map.on("moveend", viewed);
viewed();
window.addEventListener("focus", () => map.getContainer().focus({ preventScroll: true }));
map.getContainer().addEventListener("keydown", (event) => { if (event.key === "Home") home(); });
map.getContainer().addEventListener("contextmenu", (event) => event.preventDefault());
matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener("change", () => { tiles.redraw(); });

told(hello.known);
early.forEach(told);
take = told;
