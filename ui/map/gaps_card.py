"""The card of the coverage gaps: how much is seen, the ranked list, and the list as a file."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from console.language import _
from console.reasons import against_writing, reason
from console.viewmodels.coverage_gaps import GapLayer
from console.viewmodels.map_views import MapViews
from ui.map.card import Card
from ui.map.ranked import RankedPlace
from ui.relaid import empty

PLACE_ZOOM = 16


class GapCard(Card):
    """Says what the layer shows and saves its list."""

    saved = Signal(str)
    """A sentence: where the list went."""
    not_saved = Signal(str)
    """A sentence: why it went nowhere."""

    def __init__(self, layer: GapLayer, views: MapViews, map_: QWidget) -> None:
        super().__init__(map_)
        self._layer, self._views = layer, views
        self._save = QPushButton()
        self._save.clicked.connect(self.ask_file)
        self.foot.addWidget(self._save)
        self.foot.addStretch()
        layer.changed.connect(self._follow)
        self.retranslate()

    def retranslate(self) -> None:
        """Say every word anew."""
        super().retranslate()
        if hasattr(self, "_save"):
            self._save.setText(_("Save the list…"))
            self._follow()

    def ask_file(self) -> None:
        """Ask where the list shall go."""
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        asking = QFileDialog(self.window(), _("Save the list"), documents)
        asking.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        asking.setNameFilters([_("GeoJSON map data (*.geojson)"), _("CSV table (*.csv)")])
        asking.selectFile("kuzet-gaps.geojson")
        asking.fileSelected.connect(lambda name: self.save(_named(name, asking)))
        asking.finished.connect(asking.deleteLater)
        asking.open()

    def save(self, target: Path) -> None:
        """Write the list, as GeoJSON or CSV by the name of the file."""
        try:
            self._layer.save(target)
        except OSError as error:
            why = against_writing(target) or reason(error)
            self.not_saved.emit(_("{file} cannot be written: {reason}.").format(file=target, reason=why))
            return
        self.saved.emit(_("The list was saved as {file}.").format(file=target))

    def _follow(self) -> None:
        if not self._layer.is_shown:
            self.hide()
            return
        self.say(_("Coverage gaps"), self._layer.hint())
        empty(self.body)
        for row in self._layer.rows():
            show = self._to(row.lon, row.lat)
            self.body.addWidget(RankedPlace(row.rank, row.place, row.area, row.hint, show))
        self.body.addStretch()
        self._save.setEnabled(bool(self._layer.gaps))
        self.grown.emit()

    def _to(self, lon: float, lat: float) -> Callable[[], None]:
        return lambda: self._views.fly_to(lon, lat, PLACE_ZOOM)


def _named(name: str, asking: QFileDialog) -> Path:
    """The chosen file, with the suffix of the chosen kind where it has none."""
    chosen = Path(name)
    if chosen.suffix.lower() in (".geojson", ".json", ".csv"):
        return chosen
    return chosen.with_name(chosen.name + (".csv" if "csv" in asking.selectedNameFilter() else ".geojson"))
