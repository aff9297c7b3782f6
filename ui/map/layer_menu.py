"""The layers of the map: switched, counted and explained in one small panel that opens from the bar."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QGridLayout, QLabel, QWidget

from console.viewmodels.map_layers import LayerRow, MapLayers
from ui.map import marks


class LayerMenu(QFrame):
    """Opens as a popup; while it is open its counts are live. A layer that is off shows no legend."""

    def __init__(self, layers: MapLayers, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("palette")
        self._layers = layers
        self._shape: tuple[object, ...] = ()
        self._counts: list[QLabel] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(12, 8, 12, 10)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnMinimumWidth(2, 56)
        layers.counted.connect(self._update)

    def open_below(self, button: QWidget) -> None:
        """Show the panel under what was pressed."""
        self._fill(self._layers.rows())
        self.move(button.mapToGlobal(button.rect().bottomLeft()))
        self.show()

    def _update(self) -> None:
        if self.isVisible():
            self._fill(self._layers.rows())

    def _fill(self, rows: list[LayerRow]) -> None:
        """Lay out anew where layers or words are others, else only count."""
        shape = tuple((r.title, r.is_visible, tuple(s[:2] for s in r.states)) for r in rows)
        if shape != self._shape:
            self._shape = shape
            self._lay_out(rows)
        for label, count in zip(self._counts, _counts(rows), strict=True):
            label.setText(f"{count:,}".replace(",", "\N{NARROW NO-BREAK SPACE}"))

    def _lay_out(self, rows: list[LayerRow]) -> None:
        focused = next((b.objectName() for b in self.findChildren(QCheckBox) if b.hasFocus()), "")
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.setParent(None)
                old.deleteLater()
        self._counts.clear()
        for row in rows:
            self._add_layer(row, has_focus=row.id == focused)
            for mark, words, _count in row.states if row.is_visible else ():
                self._add_legend(mark, words)
        self.adjustSize()

    def _add_layer(self, row: LayerRow, *, has_focus: bool) -> None:
        line = self._grid.rowCount()
        box = QCheckBox(row.title)
        box.setObjectName(row.id)
        box.setChecked(row.is_visible)
        box.toggled.connect(lambda on, layer=row.id: self._layers.set_layer_visible(layer, on))
        self._grid.addWidget(box, line, 0, 1, 2)
        self._grid.addWidget(self._count("title"), line, 2)
        if has_focus:
            box.setFocus()

    def _add_legend(self, mark: str, words: str) -> None:
        line = self._grid.rowCount()
        picture = QLabel(pixmap=marks.pixmap(mark, self.devicePixelRatioF()))
        picture.setContentsMargins(24, 0, 0, 0)
        text = QLabel(words)
        text.setObjectName("muted")
        self._grid.addWidget(picture, line, 0)
        self._grid.addWidget(text, line, 1)
        self._grid.addWidget(self._count("muted"), line, 2)

    def _count(self, name: str) -> QLabel:
        label = QLabel(alignment=Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        label.setObjectName(name)
        self._counts.append(label)
        return label


def _counts(rows: list[LayerRow]) -> list[int]:
    found = []
    for row in rows:
        found += [row.count, *(count for _mark, _words, count in row.states if row.is_visible)]
    return found
