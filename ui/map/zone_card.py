"""The card of the zone that was clicked, and the card that lists all of them."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

from console.language import _
from console.viewmodels.map_views import MapViews
from console.viewmodels.map_zones import MapZones, ZoneRow
from console.viewmodels.plain import entry
from ui import icons
from ui.map.card import Card, Corner
from ui.map.place_cards import beside
from ui.relaid import empty


class ZoneCard(Card):
    """What a zone is; ``asked_to_change``, ``asked_to_move`` and ``asked_to_remove`` name it by its id."""

    asked_to_change = Signal(str)
    asked_to_move = Signal(str)
    asked_to_remove = Signal(str)

    def __init__(self, zones: MapZones, views: MapViews, corner: Corner, map_: QWidget) -> None:
        super().__init__(map_)
        self._zones, self._corner, self._views, self._map = zones, corner, views, map_
        self.change, self.move_corners, self.remove = QPushButton(), QPushButton(), QPushButton()
        self.move_corners.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        for button, signal in (
            (self.change, self.asked_to_change),
            (self.move_corners, self.asked_to_move),
            (self.remove, self.asked_to_remove),
        ):
            button.clicked.connect(lambda _checked=False, signal=signal: signal.emit(zones.chosen))
        for button in (self.change, self.remove):
            self.foot.addWidget(button)
        self.foot.addStretch()
        zones.changed.connect(self._follow)
        self.closed.connect(lambda: zones.choose(""))
        self.retranslate()

    def retranslate(self) -> None:
        """Say every word anew."""
        super().retranslate()
        if hasattr(self, "change"):
            self.change.setText(_("Change…"))
            self.move_corners.setText(_("Move corners"))
            self.remove.setText(_("Remove"))
            self._follow()

    def _follow(self) -> None:
        zone = self._zones.zone(self._zones.chosen)
        if zone is None:
            if self._corner.card is self:
                self.hide()
            return
        row = self._zones.row(zone)
        self._fill(row)
        if self._corner.card is not self:
            self._corner.open(self, beside=beside(self._views, self._map, *row.at))

    def _fill(self, row: ZoneRow) -> None:
        self.say(row.title, row.lines[0])
        empty(self.body, keep=(self.move_corners,))
        for line in row.lines[1:]:
            self.body.addWidget(QLabel(line, wordWrap=True, textFormat=Qt.TextFormat.PlainText))
        self.body.addWidget(self.move_corners)
        for button in (self.change, self.move_corners, self.remove):
            button.setVisible(row.can_change)


class ZoneList(Card):
    """All zones; one that is pressed is shown (``asked_to_show`` by id)."""

    asked_to_show = Signal(str)

    def __init__(self, zones: MapZones, corner: Corner, map_: QWidget) -> None:
        super().__init__(map_)
        self._zones, self._corner = zones, corner
        self._shown: tuple[ZoneRow, ...] | None = None
        zones.changed.connect(self._refill)

    def show_all(self) -> None:
        """Open with all zones."""
        self._shown = None
        self._fill()
        self._corner.open(self)

    def retranslate(self) -> None:
        """Say every word anew."""
        super().retranslate()
        if hasattr(self, "_zones"):
            self._shown = None
            self._refill()

    def _refill(self) -> None:
        if self.isVisible():
            self._fill()

    def _fill(self) -> None:
        rows = tuple(self._zones.rows())
        if rows == self._shown:
            return
        self._shown = rows
        self.say(_("Zones"), "" if rows else _("There are none. Draw a cordon (C) or a geofence (G)."))
        empty(self.body)
        for row in rows:
            button = QPushButton(icons.icon(row.kind), entry(row.title), flat=True)
            button.setStyleSheet("text-align: left")
            button.clicked.connect(lambda _checked=False, id_=row.id: self.asked_to_show.emit(id_))
            self.body.addWidget(button)
            note = QLabel("\n".join(row.lines[:3]), wordWrap=True, textFormat=Qt.TextFormat.PlainText)
            note.setObjectName("muted")
            note.setContentsMargins(26, 0, 0, 4)
            self.body.addWidget(note)
