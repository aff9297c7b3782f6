"""The base maps in the layer panel: which one lies under the map, what is wrong with it, and where others come from."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialogButtonBox,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from console.domain.map_tiles import BaseKind, BaseUnusable
from console.language import N_, _
from console.viewmodels.map_bases import BaseRow, MapBases
from console.viewmodels.plain import entry, tip
from ui import icons
from ui.dialogs.frame import Question
from ui.relaid import empty
from ui.translation import Retranslated

KINDS = {BaseKind.SCHEMATIC: N_("built in"), BaseKind.RASTER: N_("pictures"), BaseKind.VECTOR: N_("vector")}
INDENT = 22
TITLE_WIDTH = 240
EXAMPLE = "https://tiles.example/{z}/{x}/{y}.png"

_Ok = QDialogButtonBox.StandardButton.Ok
_Cancel = QDialogButtonBox.StandardButton.Cancel


class BaseChoice(Retranslated, QWidget):
    """One line for each base, and two buttons to add others."""

    def __init__(self, bases: MapBases, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bases = bases
        self._choice = QButtonGroup(self)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self._refusal = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
        self._refusal.setObjectName("problem")
        self._file, self._server = QPushButton(), QPushButton()
        self._file.clicked.connect(self._ask_file)
        self._server.clicked.connect(self._ask_server)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 6, 0, 0)
        buttons.setSpacing(8)
        for button in (self._file, self._server):
            buttons.addWidget(button)
        buttons.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._lines)
        column.addWidget(self._refusal)
        column.addLayout(buttons)
        bases.changed.connect(self._changed)
        bases.refused.connect(self._refuse)
        self._refuse("")
        self.retranslate()

    def retranslate(self) -> None:
        """Say every word anew."""
        self._file.setText(_("Add a file…"))
        self._server.setText(_("Tile server…"))
        self._fill()

    def showEvent(self, event: QShowEvent) -> None:
        """Maps may have been imported, or copied into the folder, since it was shown last."""
        super().showEvent(event)
        self._bases.look()

    def _changed(self) -> None:
        self._refuse("")
        self._fill()

    def _refuse(self, sentence: str) -> None:
        self._refusal.setText(sentence)
        self._refusal.setVisible(bool(sentence))

    def _fill(self) -> None:
        focused = self.focusWidget().objectName() if self.focusWidget() else ""
        empty(self._lines)
        for old in self._choice.buttons():
            self._choice.removeButton(old)
        for row in self._bases.rows():
            self._lines.addLayout(self._line(row))
            if row.problem:
                problem = QLabel(row.problem, wordWrap=True)
                problem.setObjectName("problem")
                problem.setTextFormat(Qt.TextFormat.PlainText)
                problem.setContentsMargins(INDENT, 0, 0, 4)
                self._lines.addWidget(problem)
        if again := next((b for b in self._choice.buttons() if b.objectName() == focused), None):
            again.setFocus()

    def _line(self, row: BaseRow) -> QHBoxLayout:
        title = self.fontMetrics().elidedText(row.title, Qt.TextElideMode.ElideMiddle, TITLE_WIDTH)
        button = QRadioButton(entry(title))
        button.setAccessibleName(row.title)
        button.setObjectName(row.id)
        button.setToolTip(tip(row.where))
        button.setChecked(row.is_chosen)
        button.setEnabled(row.kind is not None or row.is_chosen)
        button.clicked.connect(lambda: self._bases.use(row.id))
        self._choice.addButton(button)
        kind = QLabel(_(KINDS[row.kind]) if row.kind else "")
        kind.setObjectName("muted")
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(button)
        line.addWidget(kind)
        line.addStretch()
        if row.can_forget:
            line.addWidget(self._forget(row))
        return line

    def _forget(self, row: BaseRow) -> QToolButton:
        button = QToolButton(autoRaise=True)
        button.setIcon(icons.icon("close"))
        button.setToolTip(_("Take off the list; the file stays where it is"))
        button.setAccessibleName(_("Take {name} off the list").format(name=row.title))
        button.clicked.connect(lambda: self._bases.forget(row.id))
        return button

    def _ask_file(self) -> None:
        asking = QFileDialog(self._owner(), _("Add a base map"))
        asking.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asking.setFileMode(QFileDialog.FileMode.ExistingFile)
        archives, everything = _("Archives of map tiles"), _("All files")
        asking.setNameFilters([f"{archives} (*.mbtiles *.pmtiles)", f"{everything} (*)"])
        asking.fileSelected.connect(lambda name: self._bases.add(Path(name)))
        asking.open()

    def _ask_server(self) -> None:
        ServerDialog(self._bases, self._owner()).open()

    def _owner(self) -> QWidget | None:
        """What a dialog belongs to: the window behind the panel, which is in its way and closes."""
        panel = self.window()
        behind = panel.parentWidget()
        panel.hide()
        return behind.window() if behind else None


class ServerDialog(Question):
    """Asks for the address of the city's own tile server."""

    def __init__(self, bases: MapBases, parent: QWidget | None = None) -> None:
        super().__init__(parent, _Ok | _Cancel)
        self._bases = bases
        self.address = QLineEdit(bases.server_address, maxLength=2000)
        self.address.setPlaceholderText(EXAMPLE)
        self.body.addWidget(self.address)
        self.retranslate()

    def retranslate(self) -> None:
        """Say every word anew."""
        self.setWindowTitle(_("Tile server"))
        self.asked.setText(
            _("The address of the city's own tile server, with {z}, {x} and {y} in it. An empty one takes it away.")
        )
        self.address.setAccessibleName(_("Address"))
        self.name(_Ok, _("OK"))
        self.name(_Cancel, _("Cancel"))

    def accept(self) -> None:
        """Take the address, or say what is wrong with it."""
        try:
            self._bases.set_server(self.address.text())
        except BaseUnusable as fault:
            self.tell_problem(str(fault))
        else:
            super().accept()
