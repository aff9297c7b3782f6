// What part of the city is shown, and how the view gets there.

export function join({ map, city, tiles, console }) {
  const boundsOf = ({ west, north, east, south }) => {
    const corner = (x, y) => map.unproject([x + city.home[0], y + city.home[1]], city.zoom);
    return L.latLngBounds(corner(west, south), corner(east, north));
  };

  /** The whole city; rather a little cut off than a zoom too small. */
  function home(options) {
    const [west, north, east, south] = city.home;
    const bounds = boundsOf({ west: 0, north: 0, east: east - west, south: south - north });
    const [a, b] = [map.project(bounds.getNorthWest(), 0), map.project(bounds.getSouthEast(), 0)];
    const view = map.getSize(), fits = Math.log2(Math.min(view.x / (b.x - a.x), view.y / (b.y - a.y)));
    map.setView(bounds.getCenter(), Math.floor(fits + 0.4), options);
    return bounds;
  }

  function begin(view) {
    map.setMaxBounds(home({ animate: false }).pad(1.2));
    if (view) map.setView([view.lat, view.lon], view.zoom, { animate: false });
    viewed();
  }

  function viewed() {
    const { lat, lng } = map.getCenter();
    console.views.viewed(lng, lat, map.getZoom());
  }

  map.on("moveend", viewed);
  window.addEventListener("focus", () => map.getContainer().focus({ preventScroll: true }));
  map.getContainer().addEventListener("keydown", (event) => { if (event.key === "Home") home(); });
  map.getContainer().addEventListener("contextmenu", (event) => event.preventDefault());
  matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener("change", () => { tiles.redraw(); });

  return {
    does: {
      view: begin,
      fly: ({ lon, lat, zoom }) => map.flyTo([lat, lon], zoom ?? map.getZoom(), { duration: 0.6 }),
      home: () => home(),
      district: (id) => map.fitBounds(boundsOf(city.themes.districts.find((district) => district.id === id).box)),
      zoom: (by) => map.setZoom(map.getZoom() + by),
      pan: ([x, y]) => map.panBy([x, y]),
    },
  };
}
