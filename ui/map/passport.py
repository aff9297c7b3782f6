"""The card of a site or a service center: what it has, how that does, and what can be opened from here."""

from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QLabel, QWidget

from console.viewmodels.map_views import MapViews
from console.viewmodels.passport import Facts, Passports, Section
from ui.lines import Opening, Row
from ui.map.card import Card, Corner
from ui.relaid import empty


class PassportCard(Card):
    """Comes and goes as ``passports`` has something to say, on the side of the map where it does not hide the place."""

    def __init__(self, passports: Passports, views: MapViews, corner: Corner, map_: QWidget) -> None:
        super().__init__(map_)
        self._passports, self._views, self._corner, self._map = passports, views, corner, map_
        self._shown: Facts | None = None
        self._opened = False
        passports.changed.connect(self._follow)
        views.changed.connect(self._stand_aside)
        self.closed.connect(passports.dismiss)
        self._follow()

    def _follow(self) -> None:
        facts = self._passports.facts()
        if facts is None:
            self.hide()
            return
        self.show_facts(facts)
        if self.isHidden():
            self._opened = True
            self._corner.open(self, beside=self._place(*facts.at))

    def _stand_aside(self) -> None:
        """What was chosen in a list is flown to: where it lies then is known only when the flight is over."""
        if self._opened and not self.isHidden() and (facts := self._passports.facts()) is not None:
            self._opened = False
            self._corner.open(self, beside=self._place(*facts.at))

    def _place(self, lon: float, lat: float) -> QPoint | None:
        at = self._views.on_screen(lon, lat)
        return None if at is None else self._map.rect().center() + QPointF(*at).toPoint()

    def show_facts(self, facts: Facts) -> None:
        """Say these facts."""
        if facts == self._shown:
            return
        self._shown = facts
        self.say(facts.title, facts.hint)
        empty(self.body)
        for section in facts.sections:
            self._add(section)
        self.body.addStretch()

    def retranslate(self) -> None:
        """Say every word anew."""
        super().retranslate()
        self._shown = None
        if hasattr(self, "_passports") and (facts := self._passports.facts()) is not None:
            self.show_facts(facts)

    def restyle(self) -> None:
        """Icons and marks have other colours."""
        super().restyle()
        if hasattr(self, "_passports"):
            self.retranslate()

    def _add(self, section: Section) -> None:
        title = QLabel(section.title)
        title.setObjectName("groupTitle")
        title.setIndent(0)
        self.body.addWidget(title)
        for line in section.lines:
            self.body.addWidget(Opening(line, self._passports.asked.emit) if line.opens else Row(line))
