// What stands in the city: which layers of points are shown, and which of their tiles are old.

import { onScreen } from "./screen.js";

export function join({ tiles, console }) {
  const tell = () => console.layers.painted(tiles.drawn());
  const painted = () => onScreen(tell);

  tiles.once("painted", () => onScreen(() => {
    tell(); // of the first picture, before what it waited for is drawn
    tiles.on("painted", painted);
    tiles.complete();
  }));
  setInterval(painted, 3000); // a page that paints says so now and then: silence means that what is seen may be old

  return {
    does: {
      visible: (layers) => {
        for (const [layer, isVisible] of Object.entries(layers)) tiles.show(layer, isVisible);
      },
      points: (layers) => tiles.refresh(layers),
      touched: (told) => {
        for (const { layer, zoom, tiles: keys, revision, marks } of told) {
          if (keys) tiles.refresh([layer], zoom, keys);
          else tiles.change(layer, zoom, revision, marks);
        }
      },
    },
  };
}
