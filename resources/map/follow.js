// Keeps what is followed in view: a unit within the middle of it, an incident with all its units on the screen. The map
// moves only when it must.

const NEAR_ZOOM = 15;
const NEAREST_ZOOM = 16;
const MIDDLE = 0.5;
const NEARLY_ALL = 0.84;

export function join({ map, flight }) {
  /** The part of the view around its middle, as bounds. */
  function inner(share) {
    const size = map.getSize(), edge = size.multiplyBy((1 - share) / 2);
    return L.latLngBounds(map.containerPointToLatLng(edge), map.containerPointToLatLng(size.subtract(edge)));
  }

  function keepOne(place, isFirst) {
    if (isFirst) flight.to(place, Math.max(Math.round(map.getZoom()), NEAR_ZOOM), true);
    else if (!inner(MIDDLE).contains(place)) flight.pan(place, true);
  }

  function keepAll(places, isFirst) {
    const bounds = L.latLngBounds(places);
    if (!isFirst && inner(NEARLY_ALL).contains(bounds)) return;
    const edge = map.getSize().multiplyBy((1 - NEARLY_ALL) / 2 + 0.04);
    flight.toBounds(bounds, { padding: edge, maxZoom: NEAREST_ZOOM }, true);
  }

  function keep(told) {
    const { places, is_first: isFirst, is_one: isOne } = told;
    if (flight.isUnderWay && !isFirst) {
      flight.afterwards(() => keep(told));
      return;
    }
    const all = places.map(([lon, lat]) => [lat, lon]);
    if (isOne) keepOne(all[0], isFirst);
    else keepAll(all, isFirst);
  }

  return { does: { keep } };
}
