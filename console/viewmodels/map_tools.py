"""The tool in the operator's hand on the map, and the measurements that stay until they are taken away.

The page draws and measures; what is drawn to the end comes here and goes on as a selection, a zone or a measurement.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from msgspec import Struct
from PySide6.QtCore import QObject, Signal, Slot

from console.domain.geo import is_position
from console.language import N_, _
from console.viewmodels.map_page import Feature, MapPage

Place = tuple[float, float]
"""Longitude and latitude in degrees."""

PLACES_AT_MOST = 2000
FIGURES_AT_MOST = 50


class Tool(StrEnum):
    """What a click on the map does; the page knows the tools by the same names."""

    HAND = "hand"
    BOX = "box"
    LASSO = "lasso"
    DISTANCE = "distance"
    AREA = "area"
    CORDON = "cordon"
    GEOFENCE = "geofence"
    EDIT = "edit"
    """Corners of a zone are moved; it is begun with the zone."""


TITLES = {
    Tool.HAND: N_("Hand"),
    Tool.BOX: N_("Select by box"),
    Tool.LASSO: N_("Select by lasso"),
    Tool.DISTANCE: N_("Measure distance"),
    Tool.AREA: N_("Measure area"),
    Tool.CORDON: N_("Draw a cordon"),
    Tool.GEOFENCE: N_("Draw a geofence"),
}
"""The tools one can take from the menu, in their order."""

HINTS = {
    Tool.BOX: N_("Drag a box over what you want to select. Esc ends."),
    Tool.LASSO: N_("Draw around what you want to select. Esc ends."),
    Tool.DISTANCE: N_("Click sets a point, double click or Enter ends, Backspace takes one back. Esc leaves."),
    Tool.AREA: N_("Click sets a corner, double click or Enter closes, Backspace takes one back. Esc leaves."),
    Tool.CORDON: N_("Click the corners of the cordon; double click or Enter closes it. Esc leaves."),
    Tool.GEOFENCE: N_("Click the corners of the geofence; double click or Enter closes it. Esc leaves."),
    Tool.EDIT: N_("Drag corners; a small point makes a new one, a click takes one out. Enter keeps, Esc leaves."),
}

UNITS = {"m": N_("m"), "km": N_("km"), "m2": N_("m²"), "ha": N_("ha"), "km2": N_("km²")}

DRAWING = frozenset({Tool.CORDON, Tool.GEOFENCE})
"""The tools whose drawings the center keeps."""

_SELECTING = frozenset({Tool.BOX, Tool.LASSO})
_MEASURING = frozenset({Tool.DISTANCE, Tool.AREA})


class Measurement(Struct, frozen=True):
    """A line or ring that was measured."""

    places: list[Place]
    is_ring: bool


class MapTools(Feature):
    """See the module's docstring. ``tool`` is the one in hand; ``measurements`` stay on the map."""

    changed = Signal()
    """Another tool, or other measurements."""
    ringed = Signal(object)
    """A ring was drawn around what shall be selected: a list of places."""
    outlined = Signal(str, object)
    """A cordon or geofence was drawn: its kind, and the corners."""

    def __init__(self, page: MapPage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._page = page
        self.tool = Tool.HAND
        self.measurements: list[Measurement] = []
        page.join("tools", self)

    def known(self) -> dict[str, Any]:
        """Words, the tool and the measurements."""
        return {"tool_words": self._words(), "tool": self.tool, "figures": {"all": self.measurements}}

    def use(self, tool: Tool) -> None:
        """Take a tool into the hand; what was begun with the one before is gone."""
        if tool is not self.tool:
            self.tool = tool
            self._page.tell(tool=tool)
            self.changed.emit()

    def clear(self) -> None:
        """Take all measurements away."""
        self._keep([])

    def retranslate(self) -> None:
        """The language has changed."""
        self._page.tell(tool_words=self._words())

    # What the page says

    @Slot()
    def left(self) -> None:
        """Escape was pressed."""
        self.use(Tool.HAND)

    @Slot(str, "QVariantList")
    def drawn(self, tool: str, places: Sequence[Sequence[float]]) -> None:
        """A tool has drawn something to its end: longitudes and latitudes."""
        made: list[Place] = [(float(lon), float(lat)) for lon, lat in places[:PLACES_AT_MOST]]
        made = [place for place in made if is_position(*place)]
        which = Tool(tool)
        if len(made) < (2 if which is Tool.DISTANCE else 3):
            return
        if which in _MEASURING:
            self._keep([*self.measurements, Measurement(made, which is Tool.AREA)][-FIGURES_AT_MOST:])
            return
        self.use(Tool.HAND)
        if which in _SELECTING:
            self.ringed.emit(made)
        else:
            self.outlined.emit(str(which), made)

    @Slot(int)
    def dismiss(self, index: int) -> None:
        """Take one measurement away."""
        self._keep([one for n, one in enumerate(self.measurements) if n != index])

    def _keep(self, measurements: list[Measurement]) -> None:
        self.measurements = measurements
        self._page.tell(figures={"all": measurements})
        self.changed.emit()

    def _words(self) -> dict[str, Any]:
        return {
            "units": {unit: _(text) for unit, text in UNITS.items()},
            "hints": {tool: _(text) for tool, text in HINTS.items()},
        }
