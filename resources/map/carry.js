// A camera's mark under the hand: pressed and moved, it is carried out of the map to a tile, and the map stays where it
// is. What is dragged then is the console's; here it is only found, and let go of.

const MARK_PX = 7; // nearer than a click has to be: whoever pans seldom presses so near to a mark
const FAR_PX = 6;
const LEFT = 1;
const CAMERAS = "cameras";

export function join({ map, pointer, tool, console }) {
  const box = map.getContainer();
  const placed = ({ clientX, clientY }) => map.mouseEventToContainerPoint({ clientX, clientY });
  let held = null;
  let hasLeft = false; // the release that ends a drag is no click

  function press(event) {
    hasLeft = false;
    if (event.button !== 0 || event.shiftKey || tool.isBusy) return;
    const at = placed(event);
    const found = pointer.find(at);
    if (found?.kind !== CAMERAS || found.mark.row === null || found.distance > MARK_PX) return;
    held = { at, key: String(found.mark.row) };
    map.dragging.disable(); // before Leaflet hears of the press
  }

  function move(event) {
    if (!held) return;
    if (!(event.buttons & LEFT)) return letGo();
    if (placed(event).distanceTo(held.at) < FAR_PX) return;
    const { key } = held;
    letGo();
    hasLeft = true;
    console.carrying.take(CAMERAS, key);
  }

  function letGo() {
    if (!held) return;
    held = null;
    map.dragging.enable();
  }

  function click(event) {
    if (!hasLeft) return;
    hasLeft = false;
    event.stopPropagation();
  }

  box.addEventListener("mousedown", press, { capture: true });
  box.addEventListener("click", click, { capture: true });
  window.addEventListener("mousemove", move, { capture: true });
  window.addEventListener("mouseup", letGo);
  window.addEventListener("blur", letGo);
  return { does: {} };
}
