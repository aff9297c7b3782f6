"""Cards about a point of the map: who sees it, and who comes first to it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QPushButton, QWidget

from console.language import _, ngettext
from console.viewmodels.actions import Actions
from console.viewmodels.desk import Desk
from console.viewmodels.map_reach import Arrival
from console.viewmodels.map_views import MapViews
from console.viewmodels.onlookers import Onlookers
from console.viewmodels.plain import tip
from ui.map.card import Card, Corner
from ui.map.rows import add_thing
from ui.relaid import empty
from ui.video.dragging import CameraSource


def beside(views: MapViews, map_: QWidget, lon: float, lat: float) -> QPoint | None:
    """The pixel of the map that a card about a place must not hide; None while no view is known."""
    at = views.on_screen(lon, lat)
    return None if at is None else map_.rect().center() + QPointF(*at).toPoint()


class OnlookersCard(Card):
    """The cameras that see a point, by rank; pressed they open. Closing it takes the lines from the map."""

    def __init__(
        self, onlookers: Onlookers, desk: Desk, act: Actions, views: MapViews, corner: Corner, map_: QWidget
    ) -> None:
        super().__init__(map_)
        self._onlookers, self._desk, self._act, self._corner = onlookers, desk, act, corner
        self._views, self._map = views, map_
        self.open_all = QPushButton()
        self.open_all.clicked.connect(lambda: act.open_many([row.camera for row in onlookers.rows]))
        self.foot.addWidget(self.open_all)
        self.foot.addStretch()
        onlookers.changed.connect(self._follow)
        self.closed.connect(onlookers.clear)

    def retranslate(self) -> None:
        """Say every word anew."""
        super().retranslate()
        if hasattr(self, "open_all"):
            self._follow()

    def _follow(self) -> None:
        if (spot := self._onlookers.spot) is None:
            if self._corner.card is self:
                self.hide()
            return
        self._fill()
        if self._corner.card is not self:
            self._corner.open(self, beside=beside(self._views, self._map, spot.lon, spot.lat))

    def _fill(self) -> None:
        rows = self._onlookers.rows
        if rows:
            hint = _("A straight line, without houses and trees. IEC 62676-4.")
        else:
            hint = _("No camera sees this point.") if self._onlookers.is_ready else _("Reckoning…")
        self.say(_("What can see this point"), hint)
        empty(self.body)
        for row in rows:
            title = f"{row.rank}  {row.camera}"
            button = add_thing(self.body, "camera", title, row.note, partial(self._open, row.camera), is_tall=True)
            button.setToolTip(tip(row.place))
            CameraSource(button, row.camera)
        self.body.addStretch()
        self.open_all.setVisible(bool(rows))
        self.open_all.setText(ngettext("Open {n} camera", "Open {n} cameras", len(rows)).format(n=len(rows)))

    def _open(self, camera: str) -> None:
        self._desk.selection.choose_camera(camera)
        self._act.open_camera(camera)


class ArrivalsCard(Card):
    """Free units by their time of arrival at a point; pressed they are chosen."""

    def __init__(self, desk: Desk, corner: Corner, map_: QWidget) -> None:
        super().__init__(map_)
        self._desk, self._corner = desk, corner
        self._arrivals: Sequence[Arrival] = ()

    def show_arrivals(self, arrivals: Sequence[Arrival]) -> None:
        """Say who comes when."""
        self._arrivals = arrivals
        self._fill()
        self._corner.open(self)

    def retranslate(self) -> None:
        """Say every word anew."""
        super().retranslate()
        if hasattr(self, "_arrivals"):
            self._fill()

    def _fill(self) -> None:
        hint = (
            _("Minutes and seconds along the streets, on a call")
            if self._arrivals
            else _("No unit is free and reports where it is.")
        )
        self.say(_("Nearest units"), hint)
        empty(self.body)
        for arrival in self._arrivals:
            minutes, seconds = divmod(round(arrival.seconds), 60)
            note = f"{arrival.note}  {minutes}:{seconds:02d}"
            choose = partial(self._desk.selection.choose_unit, arrival.unit)
            add_thing(self.body, "unit", arrival.callsign, note, choose)
        self.body.addStretch()
