// What stands in the city: which layers of points are shown, and which of their tiles are old.

export function join({ tiles, console }) {
  /** Tell the console, once the browser has put the frame on the screen. */
  function painted() {
    requestAnimationFrame(() => requestAnimationFrame(() => console.layers.painted(tiles.drawn())));
  }

  tiles.on("painted", painted);
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
