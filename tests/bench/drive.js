// What is done with a map, the same on every page: ours, the peer's and the blank one. Each asked thing answers by the
// page's title, as JSON (at most 4096 characters): no channel is needed on a page that is not ours.

window.bench = (() => {
  const map = window.kuzet_map;
  const frame = () => new Promise(requestAnimationFrame);
  const layers = () => {
    const found = [];
    map.eachLayer((layer) => found.push(layer));
    return found;
  };
  const isBusy = ({ underWay, _loading, _inZoomAnimation }) => underWay > 0 || _loading === true || _inZoomAnimation > 0;
  const tell = (number, answer) => { document.title = JSON.stringify({ number, answer }); };

  /** All is painted, and the frame that shows it is on its way to the screen. */
  async function rest() {
    do await frame();
    while (map._animatingZoom || map._panAnim?._inProgress || layers().some(isBusy));
    await frame();
    await frame();
  }

  /** One straight way, at an even speed, as a steady hand drags. */
  const leg = (x, y, seconds) => new Promise((resolve) => {
    map.once("moveend", resolve);
    map.panBy([x, y], { animate: true, duration: seconds, easeLinearity: 1, noMoveStart: true });
  });

  /** Over new ground, as a mower goes: frames a second, and the gap between two that 95 % stay below, in ms. */
  async function pan({ zoom, center, speed, legs }) {
    map.setView(center, zoom, { animate: false });
    await rest();
    const gaps = [];
    let last = performance.now(), isPanning = true;
    const count = (now) => {
      gaps.push(now - last);
      last = now;
      if (isPanning) requestAnimationFrame(count);
    };
    requestAnimationFrame((now) => { last = now; requestAnimationFrame(count); });
    const began = performance.now();
    for (const [x, y] of legs) await leg(x, y, Math.hypot(x, y) / speed);
    isPanning = false;
    const seconds = (performance.now() - began) / 1000;
    return { seconds, fps: gaps.length / seconds, gap_p95: gaps.sort((a, b) => a - b)[Math.floor(gaps.length * 0.95)] };
  }

  /** From one zoom to the next: ms until all is painted. */
  async function zoom({ center, zooms }) {
    map.setView(center, zooms[0], { animate: false });
    await rest();
    const took = [];
    for (const level of zooms.slice(1)) {
      const began = performance.now();
      const moved = new Promise((resolve) => map.once("zoomend", resolve));
      map.setZoom(level);
      await moved;
      await rest();
      took.push(performance.now() - began);
    }
    return took;
  }

  const DO = { rest, pan, zoom };
  return async (number, what, how) => tell(number, (await DO[what](how)) ?? null);
})();
