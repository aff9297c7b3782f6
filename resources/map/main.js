// The map page: puts its features together and does what the console tells. A feature joins the stage and says which
// parts of a message it does, how it wears a theme and speaks a language; its other half is a view model of the
// console, which the channel brings by the same name.

import * as bases from "./bases.js";
import * as carry from "./carry.js";
import { loadCity } from "./city.js";
import { connect } from "./console_link.js";
import * as districts from "./districts.js";
import * as follow from "./follow.js";
import * as gaps from "./gaps.js";
import { Ground } from "./ground.js";
import { Labels } from "./labels.js";
import { LiveLayer } from "./live_layer.js";
import * as movers from "./movers.js";
import * as onlookers from "./onlookers.js";
import * as places from "./places.js";
import * as points from "./points.js";
import * as pointer from "./hover.js";
import { onScreen } from "./screen.js";
import { TileLayer } from "./tile_layer.js";
import * as tools from "./tools.js";
import * as reach from "./reach.js";
import * as surfaces from "./surfaces.js";
import { dress, themed } from "./themes.js";
import * as trails from "./trails.js";
import * as views from "./views.js";
import * as zones from "./zones.js";

/** In the order in which they do their parts of a message. */
const FEATURES = [bases, views, follow, surfaces, gaps, points, districts, movers, tools, zones, reach, onlookers, trails, pointer, carry, places];

const FIRST_PICTURE_MS = 500; // longer than this what moves does not wait for what stands

const arriving = loadCity();
const early = [];
let take = (message) => early.push(message);
const channel = await connect((message) => take(message));
const city = await arriving;
const hello = JSON.parse(await channel.page.hello());

const labels = new Labels(city);
const stage = {
  map: window.kuzet_map,
  city,
  console: channel,
  labels,
  ground: new Ground(city),
  moving: new LiveLayer(),
  beneath: [], // what may be found under the pointer where no mark is: (x, y of the world's pixels) => {kind, id}
};
stage.tiles = new TileLayer(stage.ground, labels);
const joined = FEATURES.map((feature) => feature.join(stage));

function wear(change) {
  Object.assign(hello.look, change);
  const theme = themed(hello.look.theme, hello.look.priorities);
  dress(theme);
  for (const painter of stage.moving.painters) painter.theme = theme;
  for (const feature of joined) feature.wear?.(theme);
  stage.tiles.repaint(theme);
}

function speak(language) {
  labels.language = language;
  for (const feature of joined) feature.speak?.(language);
  stage.tiles.repaint();
}

const ACTORS = [{ look: wear, language: speak }, ...joined.map((feature) => feature.does), { echo }];

/** Say so once the browser has put on the screen what was told before. */
function echo(number) {
  const say = () => onScreen(() => channel.page.echoed(number));
  if (stage.tiles.underWay) stage.tiles.once("painted", say);
  else say();
}

/** Several features may do something for the same part. */
function told(message) {
  for (const does of ACTORS) {
    for (const [part, act] of Object.entries(does)) if (part in message) act(message[part]);
  }
  stage.moving.wake();
}

labels.language = hello.language;
for (const feature of joined) feature.speak?.(hello.language);
wear({});
told(hello.known);
const first = new Promise((painted) => {
  stage.tiles.once("painted", () => onScreen(painted));
  setTimeout(painted, FIRST_PICTURE_MS);
});
stage.tiles.addTo(stage.map);
first.then(() => stage.moving.addTo(stage.map));
early.forEach(told);
take = told;
