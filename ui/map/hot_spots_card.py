"""The card of the hot spots: which offences count, at which hours, and the places that stand out."""

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QVBoxLayout, QWidget

from console.domain.offences import OffenceKind
from console.language import _, ngettext
from console.viewmodels import words
from console.viewmodels.hot_spots import DAYS, HotSpotLayer
from console.viewmodels.map_views import MapViews
from ui.map.card import Card
from ui.map.hours import HourStrip
from ui.map.ranked import RankedPlace
from ui.relaid import empty

PLACE_ZOOM = 16


class HotSpotCard(Card):
    """Says what the layer shows and changes what it counts."""

    def __init__(self, layer: HotSpotLayer, views: MapViews, map_: QWidget) -> None:
        super().__init__(map_)
        self._layer, self._views = layer, views
        self._kinds = {kind: QCheckBox() for kind in OffenceKind}
        for kind, box in self._kinds.items():
            box.toggled.connect(lambda on, kind=kind: layer.choose_kind(kind, counts=on))
        self._hours_title, self._hours = QLabel(), HourStrip()
        self._hours_title.setObjectName("groupTitle")
        self._hours.chosen.connect(layer.choose_hours)
        self._days = QComboBox()
        self._days.currentIndexChanged.connect(lambda at: layer.choose_days(DAYS[at]) if at >= 0 else None)
        self._places_title, self._places = QLabel(), QVBoxLayout()
        self._places_title.setObjectName("groupTitle")
        self._places.setSpacing(0)
        self._fill_body()
        layer.changed.connect(self._follow)
        self.retranslate()

    def retranslate(self) -> None:
        """Say every word anew."""
        super().retranslate()
        if not hasattr(self, "_places"):
            return
        for kind, box in self._kinds.items():
            box.setText(words.word(kind))
        self._hours_title.setText(_("Hours of the day").upper())
        self._hours.setAccessibleName(_("Hours of the day"))
        self._hours.setToolTip(_("Draw over the hours that count. Double click: the whole day."))
        self._days.blockSignals(True)
        self._days.clear()
        for days in DAYS:
            self._days.addItem(ngettext("Last {n} day", "Last {n} days", days).format(n=days), days)
        self._days.blockSignals(False)
        self._days.setAccessibleName(_("Time"))
        self._places_title.setText(_("Places that stand out").upper())
        self._follow()

    def _fill_body(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(0)
        for n, box in enumerate(self._kinds.values()):
            grid.addWidget(box, n // 2, n % 2)
        self.body.addLayout(grid)
        self.body.addSpacing(4)
        self.body.addWidget(self._days)
        self.body.addWidget(self._hours_title)
        self.body.addWidget(self._hours)
        self.body.addWidget(self._places_title)
        self.body.addLayout(self._places)
        self.body.addStretch()

    def _follow(self) -> None:
        if not self._layer.is_shown:
            self.hide()
            return
        choice = self._layer.choice
        begin, end = choice.hours
        self.say(_("Hot spots of offences"), self._layer.hint())
        for kind, box in self._kinds.items():
            box.blockSignals(True)
            box.setChecked(kind in choice.kinds)
            box.blockSignals(False)
        self._days.blockSignals(True)
        self._days.setCurrentIndex(self._days.findData(round(choice.days or DAYS[-1])))
        self._days.blockSignals(False)
        self._hours.show_hours(self._layer.hours, (begin, end))
        empty(self._places)
        for row in self._layer.rows():
            show = self._to(row.lon, row.lat)
            self._places.addWidget(RankedPlace(row.rank, row.place, str(row.count), row.hint, show))
        self.grown.emit()

    def _to(self, lon: float, lat: float) -> Callable[[], None]:
        return lambda: self._views.fly_to(lon, lat, PLACE_ZOOM)
