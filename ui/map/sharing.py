"""The map for those who have no console: saved as a sheet (PNG or PDF), or copied."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, QTimer
from PySide6.QtGui import QGuiApplication, QPixmap
from PySide6.QtWidgets import QCheckBox, QDialogButtonBox, QFileDialog, QLineEdit, QWidget

from console.commands import Command, Menu
from console.language import N_, _
from console.notices import Notices
from console.reasons import against_writing, reason
from console.viewmodels.city_map import CityMap
from console.viewmodels.map_sheet import sheet
from console.viewmodels.status import StatusView
from ui import theme
from ui.dialogs.frame import Question
from ui.map.pane import MapPane
from ui.map.sheet import SheetPainter, pdf, png, write

_Save = QDialogButtonBox.StandardButton.Save
_Cancel = QDialogButtonBox.StandardButton.Cancel
LIGHT = "light"
"""The theme for paper."""

PATIENCE_MS = 10_000
"""How long the page may take to dress for paper; one that has died never says that it has."""


class MapSharing(QObject):
    """Saves and copies what the map shows."""

    def __init__(self, city_map: CityMap, status: StatusView, pane: MapPane, notices: Notices) -> None:
        super().__init__(pane)
        self._map, self._status, self._pane, self._notices = city_map, status, pane, notices
        self.commands = (
            Command("map.save", N_("Save the map as a picture or PDF…"), self.ask, Menu.MAP, ("Ctrl+Shift+S",)),
            Command("map.copy", N_("Copy the map as a picture"), self.copy, Menu.MAP, ("Ctrl+Shift+C",)),
        )

    def ask(self) -> None:
        """Ask for a title and a place, then save."""
        dialog = SheetDialog(self._pane.window())
        dialog.accepted.connect(lambda: self._ask_place(dialog.title.text(), for_paper=dialog.for_paper.isChecked()))
        dialog.open()

    def copy(self) -> None:
        """Put the sheet on the clipboard."""
        try:
            painted = SheetPainter(sheet(self._map, self._status, ""), self._pane.picture())
        except LookupError:
            self._tell_nothing()
            return
        picture = QPixmap()
        picture.loadFromData(png(painted))
        QGuiApplication.clipboard().setPixmap(picture)
        self._notices.info(_("The map is on the clipboard, with its legend."), key="map-sheet")

    def save(self, target: Path, title: str, *, for_paper: bool = False) -> None:
        """Save a sheet of what the map shows, as PDF where the name ends so, else as PNG; ``for_paper``: light."""
        if for_paper and theme.current().id != LIGHT:
            self._in_light(lambda: self._write(target, title, LIGHT))
        else:
            self._write(target, title, theme.current().id)

    def _ask_place(self, title: str, *, for_paper: bool) -> None:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        stamp = f"{self._status.day()} {self._status.clock()}".replace(":", "").replace(" ", "-")
        asking = QFileDialog(self._pane.window(), _("Save the map"), documents)
        asking.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        asking.setNameFilters([_("PDF document (*.pdf)"), _("PNG picture (*.png)")])
        asking.selectFile(f"kuzet-{stamp}.pdf")
        asking.fileSelected.connect(lambda name: self.save(_named(name, asking), title, for_paper=for_paper))
        asking.finished.connect(asking.deleteLater)
        asking.open()

    def _write(self, target: Path, title: str, theme_id: str) -> None:
        with theme.worn(theme_id):
            try:
                told = sheet(self._map, self._status, title)
                painted = SheetPainter(told, self._pane.picture())
                write(target, pdf(painted, told.title) if target.suffix.lower() == ".pdf" else png(painted))
            except LookupError:
                self._tell_nothing()
                return
            except OSError as error:
                why = against_writing(target) or reason(error)
                self._notices.error(_("{file} cannot be written: {reason}.").format(file=target, reason=why))
                return
        self._notices.info(_("The map was saved as {file}.").format(file=target), key="map-sheet")

    def _in_light(self, then: Callable[[], None]) -> None:
        """Dress the page for paper, do something once it is painted, and dress it back; also where it never answers."""
        page = self._map.page
        light = theme.THEMES[LIGHT]
        page.set_theme(LIGHT)
        page.set_priority_colors((light.p1, light.p2, light.p3, light.p4))
        number = page.settle()

        patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)

        def dress_back() -> None:
            page.settled.disconnect(painted)
            patience.stop()
            patience.deleteLater()
            look = theme.current()
            page.set_theme(look.id)
            page.set_priority_colors((look.p1, look.p2, look.p3, look.p4))

        def painted(settled: int) -> None:
            if settled < number:
                return
            try:
                then()
            finally:
                dress_back()

        def give_up() -> None:
            dress_back()
            self._notices.error(_("The map does not answer. It was not saved; try again."), key="map-sheet")

        page.settled.connect(painted)
        patience.timeout.connect(give_up)
        patience.start()

    def _tell_nothing(self) -> None:
        self._notices.warning(_("The map shows nothing yet that could be saved."), key="map-sheet")


class SheetDialog(Question):
    """Asks for the title of a sheet, and whether it is for paper."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, _Save | _Cancel)
        self.title = QLineEdit(maxLength=120)
        self.for_paper = QCheckBox()
        self.for_paper.setChecked(True)
        self.body.addWidget(self.title)
        self.body.addWidget(self.for_paper)
        self.retranslate()
        self.title.setFocus()

    def retranslate(self) -> None:
        """Say every word anew."""
        self.setWindowTitle(_("Save the map"))
        self.asked.setText(_("What you see is saved with its legend, scale, time and your name."))
        self.title.setPlaceholderText(_("Title, for example the incident"))
        self.title.setAccessibleName(_("Title"))
        self.for_paper.setText(_("Light colours, for paper"))
        self.name(_Save, _("Save…"))
        self.name(_Cancel, _("Cancel"))


def _named(name: str, asking: QFileDialog) -> Path:
    """The chosen file, with the suffix of the chosen kind where it has none."""
    chosen = Path(name)
    if chosen.suffix.lower() in (".pdf", ".png"):
        return chosen
    return chosen.with_name(chosen.name + (".png" if "png" in asking.selectedNameFilter() else ".pdf"))
