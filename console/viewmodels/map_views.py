"""What part of the city the map shows, and how it gets there. It never moves by itself after a hand has moved it."""

from typing import Any

from msgspec import Struct
from PySide6.QtCore import QObject, Signal, Slot

from console.viewmodels.map_page import Feature, MapPage


class View(Struct, frozen=True):
    """What part of the world the map shows: its middle in degrees, and the zoom."""

    lon: float
    lat: float
    zoom: int


class MapViews(Feature):
    """A feature of the page; ``view`` is None until the page has told it or one was restored."""

    changed = Signal()
    """The operator, or a flight, has come to another ``view``."""
    zoomed = Signal(int)
    """The view is of another zoom than before."""
    follow_changed = Signal()

    def __init__(self, page: MapPage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._page = page
        self.view: View | None = None
        self.follows_selection = False
        page.join("views", self)

    def known(self) -> dict[str, Any]:
        """Where the page shall begin."""
        return {"view": self.view}

    @Slot(float, float, int)
    def viewed(self, lon: float, lat: float, zoom: int) -> None:
        """The page shows another part of the world."""
        before, self.view = self.view, View(lon, lat, zoom)
        if before is None or before.zoom != zoom:
            self.zoomed.emit(zoom)
        self.changed.emit()

    def fly_to(self, lon: float, lat: float, zoom: int | None = None) -> None:
        """Move the view there; ``zoom`` None keeps it."""
        self._page.tell(fly={"lon": lon, "lat": lat, "zoom": zoom})

    def restore(self, view: View | None) -> None:
        """Show what was shown in an earlier run; None: the whole city."""
        self.view = view
        self._page.tell(view=view)

    def home(self) -> None:
        """Show the whole city."""
        self._page.tell(home=True)

    def fly_to_district(self, district: str) -> None:
        """Show one district, by its KATO code."""
        self._page.tell(district=district)

    def zoom_by(self, levels: int) -> None:
        """Closer (positive) or farther."""
        self._page.tell(zoom=levels)

    def pan_by(self, right: int, down: int) -> None:
        """Move the view by pixels."""
        self._page.tell(pan=[right, down])

    def follow(self, is_on: bool) -> None:
        """Whether the view goes to what is chosen elsewhere. It is off until the operator wants it."""
        self.follows_selection = is_on
        self.follow_changed.emit()
