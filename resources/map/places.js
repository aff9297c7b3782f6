// A place the operator points at, by right click or with the menu key: the console opens a menu there.

import { turned } from "./figure.js";

export function join({ map, pointer, tool, console }) {
  /** Tell the console a place, its pixel, and the mark that lies there. */
  function tell(latlng) {
    const { x, y } = map.latLngToContainerPoint(latlng), { lat, lng } = latlng.wrap();
    const found = pointer.find(L.point(x, y));
    const isGroup = found?.mark && found.mark.row === null;
    const [kind, key] = found && !isGroup ? [found.kind, found.id ?? String(found.mark.row)] : ["", ""];
    console.places.asked(lng, lat, Math.round(x), Math.round(y), kind, key);
  }

  map.on("contextmenu", ({ latlng, originalEvent }) => {
    originalEvent.preventDefault();
    tell(latlng);
  });

  return {
    does: {
      point_at_middle: () => tell(map.getCenter()),
      tool_at: (place) => tool.put(L.latLng(turned(place))),
    },
  };
}
