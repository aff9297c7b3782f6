// What part of the city is shown, and how the view gets there. A hand on the map ends every flight, and the console is
// told: nothing else moves the map until somebody asks for it.

const FLIGHT_S = 0.6;
const PANS = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"]);
const BACK = 3, FORWARD = 4;
const TOLD_FOR_MS = 100;
const NEAREST_ZOOM = 17; // for a place that has no size

export function join(stage) {
  const { map, city, tiles, console } = stage;
  const views = console.views;
  const box = map.getContainer();
  const flight = (stage.flight = new Flight(map));
  let told = -Infinity;

  const boundsOf = ({ west, north, east, south }) => {
    const corner = (x, y) => map.unproject([x + city.home[0], y + city.home[1]], city.zoom);
    return L.latLngBounds(corner(west, south), corner(east, north));
  };

  const [west, north, east, south] = city.home;
  const whole = boundsOf({ west: 0, north: 0, east: east - west, south: south - north });

  /** The whole city; rather a little cut off than a zoom too small. */
  function home(options) {
    const [a, b] = [map.project(whole.getNorthWest(), 0), map.project(whole.getSouthEast(), 0)];
    const view = map.getSize(), fits = Math.log2(Math.min(view.x / (b.x - a.x), view.y / (b.y - a.y)));
    map.setView(whole.getCenter(), Math.floor(fits + 0.4), options);
  }

  function begin(view) {
    map.setMaxBounds(whole.pad(1.2));
    if (view) map.setView([view.lat, view.lon], view.zoom, { animate: false });
    else home({ animate: false });
    viewed();
  }

  function viewed() {
    if (map.getZoom() % 1 || map._panAnim?._inProgress) return; // it is on its way yet: the window has another size
    const { lat, lng } = map.getCenter();
    const say = flight.isCarried ? views.carried : views.viewed;
    say(lng, lat, map.getZoom());
    flight.landed();
  }

  /** Listens before Leaflet does, which would leave a flight at a zoom between two. */
  function touched(event) {
    if (event.type === "keydown" && !isPan(event)) return;
    flight.halt();
    if (event.type !== "pointerdown") tell();
  }

  /** A wheel turns in many events: one word is enough for some of them. */
  function tell() {
    if (performance.now() - told < TOLD_FOR_MS) return;
    told = performance.now();
    views.hand();
  }

  const isPan = ({ key, altKey, ctrlKey, metaKey }) => PANS.has(key) && !altKey && !ctrlKey && !metaKey;
  for (const kind of ["pointerdown", "wheel", "keydown"]) box.addEventListener(kind, touched, { capture: true, passive: true });
  map.on("dragstart dblclick boxzoomend", tell);
  map.on("moveend", viewed);
  window.addEventListener("mouseup", (event) => {
    if (event.button !== BACK && event.button !== FORWARD) return;
    event.preventDefault();
    if (event.button === BACK) views.back();
    else views.forward();
  });
  window.addEventListener("focus", () => box.focus({ preventScroll: true }));
  box.addEventListener("contextmenu", (event) => event.preventDefault());
  matchMedia(`(resolution: ${devicePixelRatio}dppx)`).addEventListener("change", () => { tiles.redraw(); });

  return {
    does: {
      view: begin,
      fly: ({ lon, lat, zoom }) => flight.to([lat, lon], zoom ?? Math.round(map.getZoom())),
      fly_over: (places) => {
        flight.toBounds(L.latLngBounds(places.map(([lon, lat]) => [lat, lon])), { padding: [60, 60], maxZoom: NEAREST_ZOOM });
      },
      home: () => home(),
      district: (id) => map.fitBounds(boundsOf(city.themes.districts.find((district) => district.id === id).box)),
      zoom: (by) => map.setZoom(Math.round(map.getZoom()) + by),
    },
  };
}

/** A move that the console has asked for; `isCarried`: it only goes with what is followed. */
class Flight {
  constructor(map) {
    Object.assign(this, { map, isUnderWay: false, isCarried: false, next: null });
  }

  /** The view has come to rest; what waited for it is done now. */
  landed() {
    const { next } = this;
    Object.assign(this, { isUnderWay: false, isCarried: false, next: null });
    next?.();
  }

  /** Do something once the view has come to rest, unless a hand stops it before. */
  afterwards(next) {
    this.next = next;
  }

  to(place, zoom, isCarried = false) {
    this._begin(isCarried);
    this.map.flyTo(place, zoom, { duration: FLIGHT_S });
  }

  toBounds(bounds, options, isCarried = false) {
    this._begin(isCarried);
    this.map.flyToBounds(bounds, { duration: FLIGHT_S, ...options });
  }

  pan(place, isCarried = false) {
    this._begin(isCarried);
    this.map.panTo(place, { duration: FLIGHT_S, easeLinearity: 0.5 });
  }

  halt() {
    if (!this.isUnderWay) return;
    this.next = null;
    this.landed();
    this.map.setView(this.map.getCenter(), Math.round(this.map.getZoom()), { animate: false });
  }

  _begin(isCarried) {
    this.halt();
    this.isUnderWay = true;
    this.isCarried = isCarried;
  }
}
