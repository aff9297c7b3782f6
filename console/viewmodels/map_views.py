"""What part of the city the map shows, and how it gets there. It never moves by itself after a hand has moved it."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from console.clock import monotonic
from console.domain.geo import is_on_the_map, is_position
from console.domain.mercator import to_world
from console.viewmodels.map_page import Feature, MapPage
from console.viewmodels.view_history import View, ViewHistory

__all__ = ["MapViews", "View"]

NEAR_ZOOM = 15
"""How near one looks at a place that is asked for before there is any view."""


class MapViews(Feature):
    """A feature of the page; ``view`` is None until the page has told it or one was restored.

    ``follows_selection``: whether the view goes to what is chosen elsewhere; ``MapFollow`` switches it.
    """

    changed = Signal()
    """The operator, or a flight, has come to another ``view``."""
    zoomed = Signal(int)
    """The view is of another zoom than before."""
    taken = Signal()
    """The operator has taken the view into the hand, or asked for another one: nothing else moves it from now on."""
    astray = Signal(float, float)
    """A longitude and latitude were asked for that the map does not reach, or that are no place: the view stays."""

    def __init__(self, page: MapPage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._page = page
        self._history = ViewHistory()
        self.view: View | None = None
        self.follows_selection = False
        page.join("views", self)

    def known(self) -> dict[str, Any]:
        """Where the page shall begin."""
        return {"view": self.view}

    # What the page says

    @Slot(float, float, int)
    def viewed(self, lon: float, lat: float, zoom: int) -> None:
        """The page shows another part of the world."""
        self._history.note(View(lon, lat, zoom), monotonic())
        self.carried(lon, lat, zoom)

    @Slot(float, float, int)
    def carried(self, lon: float, lat: float, zoom: int) -> None:
        """The same where the view only went with what is followed: nothing to come back to."""
        before, self.view = self.view, View(lon, lat, zoom)
        if before is None or before.zoom != zoom:
            self.zoomed.emit(zoom)
        self.changed.emit()

    @Slot()
    def hand(self) -> None:
        """The operator moves the map by mouse, wheel or key; a flight under way has ended."""
        self.taken.emit()

    @Slot()
    def back(self) -> None:
        """Show what was looked at before."""
        self._step(-1)

    @Slot()
    def forward(self) -> None:
        """Show what was looked at before the last ``back``."""
        self._step(1)

    # What the console wants of the page

    @property
    def can_go_back(self) -> bool:
        """Whether there is an earlier view."""
        return self._history.can_go_back

    @property
    def can_go_forward(self) -> bool:
        """Whether there is a later view."""
        return self._history.can_go_forward

    def on_screen(self, lon: float, lat: float) -> tuple[float, float] | None:
        """Pixels from the view's middle to a place, right and down; None while no view is known."""
        if self.view is None:
            return None
        (here_x, x), (here_y, y) = to_world(np.array([self.view.lon, lon]), np.array([self.view.lat, lat]))
        size = 256 * 2.0**self.view.zoom
        return float((x - here_x) * size), float((y - here_y) * size)

    def fly_to(self, lon: float, lat: float, zoom: int | None = None) -> None:
        """Move the view there, as somebody has asked for; ``zoom`` None keeps it."""
        self.taken.emit()
        self.show_place(lon, lat, zoom)

    def show_place(self, lon: float, lat: float, zoom: int | None = None) -> None:
        """Move the view there without taking it from what it follows; it stays for what lies off the city's map."""
        if not is_on_the_map(lon, lat):
            self.astray.emit(lon, lat)
            return
        if self._page.is_up:
            self._page.tell(fly={"lon": lon, "lat": lat, "zoom": zoom})
        else:  # it is being loaded, for the first time or again: then it begins there
            self.view = View(lon, lat, zoom if zoom is not None else self.view.zoom if self.view else NEAR_ZOOM)

    def show_all(self, places: Sequence[tuple[float, float]]) -> None:
        """Move the view so that all these longitudes and latitudes are in it."""
        self.taken.emit()
        self._page.tell(fly_over=[list(place) for place in places if is_position(*place)])

    def restore(self, view: View | None) -> None:
        """Show what was shown in an earlier run; None: the whole city."""
        self.view = view
        self._page.tell(view=view)

    def home(self) -> None:
        """Show the whole city."""
        self.taken.emit()
        self._page.tell(home=True)

    def fly_to_district(self, district: str) -> None:
        """Show one district, by its KATO code."""
        self.taken.emit()
        self._page.tell(district=district)

    def zoom_by(self, levels: int) -> None:
        """Closer (positive) or farther."""
        self.taken.emit()
        self._page.tell(zoom=levels)

    def _step(self, steps: int) -> None:
        if (view := self._history.step(steps, monotonic())) is not None:
            self.fly_to(view.lon, view.lat, view.zoom)
