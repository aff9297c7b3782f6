"""The layers of the map: in groups, each with its switch, its count, its legend and what its filter hides."""

from collections.abc import Mapping
from typing import cast

from PySide6.QtCore import QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from console.language import _, ngettext
from console.viewmodels import words
from console.viewmodels.map_filters import Facet, MapFilter
from console.viewmodels.map_layers import MapLayers
from console.viewmodels.map_legend import GROUPS, FacetRow, Group, LayerRow, ValueRow
from ui.map import layer_marks
from ui.map.legend_row import GAP, LegendRow, number
from ui.relaid import empty
from ui.translation import Retranslated

WIDTH = 400
INDENT = 22
LEAST_HEIGHT = 240
PAUSE_MS = 250
SCROLL_BAR = 16
MARGIN = 8

DRAWN = frozenset({Facet.STATE, Facet.PRIORITY, Facet.AGENCY})
"""Facets that the map draws apart: their values are the legend, always open; the others are asked for."""


class LayerPanel(Retranslated, QFrame):
    """Opens as a popup; while it is open it is live. A layer that is off shows no legend.

    Features put what belongs to a group and is no layer (a choice of base maps) there with ``add``.
    """

    def __init__(self, layers: MapLayers, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("layerPanel")
        self._layers = layers
        self._shape: object = None
        self._scrolled = 0
        self._focused = ""
        self._button: QWidget = self
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(self._update)
        self._opened: set[str] = set()
        self._lines: dict[str, LegendRow] = {}
        self._boxes: dict[str, QCheckBox] = {}
        self._counts: dict[str, QLabel] = {}
        self._switches: dict[str, QToolButton] = {}
        self._groups = {group: QVBoxLayout() for group in Group}
        self._guests: dict[Group, list[QWidget]] = {group: [] for group in Group}
        self._make_head()
        self._inside = QWidget()
        self._inside.setObjectName("layerPanelBody")
        self._scroll = QScrollArea(widgetResizable=True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(self._inside)
        self._lay_out()
        layers.counted.connect(self._count)
        self.retranslate()

    def add(self, group: Group, widget: QWidget) -> None:
        """Put something of a feature's own at the end of a group."""
        self._guests[group].append(widget)
        self._shape = None

    def open_below(self, button: QWidget) -> None:
        """Show the panel under what was pressed, no higher than the screen has room for."""
        rows = self._layers.rows()
        self._opened |= {_key(row, facet) for row in rows for facet in row.facets if facet.filters}
        self._fill(rows)
        self._button = button
        self._place()
        self.show()
        next(iter(self._boxes.values())).setFocus(Qt.FocusReason.PopupFocusReason)

    def _place(self) -> None:
        button = self._button
        at = button.mapToGlobal(QPoint(0, button.height()))
        screen = (button.screen() or QGuiApplication.primaryScreen()).availableGeometry()
        bottom = min(screen.bottom(), button.window().frameGeometry().bottom())
        self._column.activate()
        whole = self._head_height() + self._inside.sizeHint().height()
        height = min(whole, max(bottom - at.y() - MARGIN, LEAST_HEIGHT))
        self.setGeometry(min(at.x(), screen.right() - WIDTH), at.y(), WIDTH, height)

    def _settle(self) -> None:
        """As high as what it holds now, and as it was before it was laid out anew: losing the focus has scrolled."""
        self._place()
        self._inside.resize(self._inside.width(), self._inside.sizeHint().height())
        again: Mapping[str, QWidget] = {**self._boxes, **self._lines, **self._switches}
        if self._focused in again:
            again[self._focused].setFocus()
        self._scroll.verticalScrollBar().setValue(self._scrolled)

    def sizeHint(self) -> QSize:
        """As wide as it always is."""
        return QSize(WIDTH, super().sizeHint().height())

    def retranslate(self) -> None:
        """Say every word anew."""
        self.setAccessibleName(_("Layers"))
        chosen = self._layers.filter.district
        self._district.blockSignals(True)
        self._district.clear()
        self._district.addItem(_("All districts"), "")
        for code in sorted(words.DISTRICTS, key=words.district):
            self._district.addItem(words.district(code), code)
        self._district.setCurrentIndex(max(0, self._district.findData(chosen)))
        self._district.blockSignals(False)
        self._district.setAccessibleName(_("District"))
        self._district.setToolTip(
            _("Cameras, buttons, sites and lighting of this district only. Alarms and units are always shown.")
        )
        self._reset.setText(_("Reset filters"))
        self._shape = None
        self._update()

    # Inside

    def _make_head(self) -> None:
        self._district = QComboBox()
        self._district.currentIndexChanged.connect(self._choose_district)
        self._reset = QPushButton()
        self._reset.clicked.connect(lambda: self._show(MapFilter()))
        self._hidden = QPushButton(flat=True)
        self._hidden.setObjectName("hiddenAlarms")
        self._hidden.clicked.connect(self._bring_back)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(12, 10, 12, 6)
        head.setSpacing(8)
        head.addWidget(self._district, 1)
        head.addWidget(self._reset)
        self._column = inner = QVBoxLayout(self._inside)
        inner.setContentsMargins(12, 0, 12, 10)
        inner.setSpacing(0)
        for group in self._groups.values():
            group.setSpacing(0)
            inner.addLayout(group)
        inner.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._hidden)
        column.addWidget(self._scroll, 1)

    def _head_height(self) -> int:
        hidden = self._hidden.sizeHint().height() if not self._hidden.isHidden() else 0
        return max(self._district.sizeHint().height(), self._reset.sizeHint().height()) + 16 + hidden + 4

    def _choose_district(self) -> None:
        wanted = self._layers.filter
        self._show(MapFilter(wanted.hidden, cast(str, self._district.currentData())))

    def _count(self) -> None:
        """At most a few times a second: a flood counts thirty times."""
        if self.isVisible() and not self._pause.isActive():
            self._pause.start()

    def _show(self, wanted: MapFilter) -> None:
        """What the operator asks for is seen at once."""
        self._layers.show(wanted)
        self._update()

    def _bring_back(self) -> None:
        self._layers.show_emergencies()
        self._update()

    def _switch(self, layer: str, is_visible: bool) -> None:
        self._layers.set_layer_visible(layer, is_visible)
        self._update()

    def _update(self) -> None:
        if self.isVisible():
            self._fill(self._layers.rows())

    def _fill(self, rows: list[LayerRow]) -> None:
        """Lay out anew where layers or words are others, else only count."""
        shape = [(r.id, r.title, r.note, r.is_visible, [_marks(facet) for facet in r.facets]) for r in rows]
        is_other = shape != self._shape
        if is_other:
            self._shape = shape
            self._build(rows)
        wanted, hidden = self._layers.filter, self._layers.hidden_emergencies
        self._reset.setEnabled(wanted.is_filtering)
        self._district.blockSignals(True)
        self._district.setCurrentIndex(max(0, self._district.findData(wanted.district)))
        self._district.blockSignals(False)
        self._hidden.setVisible(hidden > 0)
        self._hidden.setText(hidden_words(hidden))
        for row in rows:
            self._say(row)
        if is_other and self.isVisible():
            QTimer.singleShot(0, self._settle)  # Qt shows new children of what is visible with the next turn

    def _say(self, row: LayerRow) -> None:
        self._boxes[row.id].setChecked(row.is_visible)
        count = self._counts[row.id]
        text = number(row.count) if row.has_count else ""
        if row.is_filtered:
            text = _("{shown} of {all}").format(shown=number(row.shown), all=number(row.count))
        count.setText(text)
        self._boxes[row.id].setAccessibleName(", ".join(part for part in (row.title, text) if part))
        for facet in row.facets:
            for value in facet.values:
                if line := self._lines.get(value.mark):
                    line.say(value)

    def _build(self, rows: list[LayerRow]) -> None:
        focused = self.focusWidget()
        self._focused = focused.objectName() if focused is not None else ""
        self._scrolled = self._scroll.verticalScrollBar().value()
        self._boxes.clear()
        self._lines.clear()
        self._counts.clear()
        self._switches.clear()
        for group, column in self._groups.items():
            empty(column, keep=self._guests[group])
            of_group = [row for row in rows if row.group is group]
            if not of_group and not self._guests[group]:
                continue
            title = QLabel(_(GROUPS[group]).upper())
            title.setObjectName("groupTitle")
            title.setIndent(0)
            column.addWidget(title)
            for row in of_group:
                column.addLayout(self._layer(row))
            for guest in self._guests[group]:
                column.addWidget(guest)

    def _layer(self, row: LayerRow) -> QVBoxLayout:
        box = QCheckBox(row.title)
        box.setObjectName(row.id)
        box.setChecked(row.is_visible)
        box.clicked.connect(lambda on, layer=row.id: self._switch(layer, on))
        note, count = QLabel(row.note), QLabel()
        note.setObjectName("muted")
        count.setObjectName("title" if row.is_visible else "muted")
        self._boxes[row.id], self._counts[row.id] = box, count
        line = QHBoxLayout()
        line.setSpacing(8)
        line.setContentsMargins(0, 0, GAP, 0)
        line.addWidget(box)
        if (picture := layer_marks.pixmap(row.id, self.devicePixelRatioF())) is not None:
            sign = QLabel(pixmap=picture)
            sign.setObjectName(f"mark/{row.id}")
            line.addWidget(sign)
        line.addWidget(note)
        line.addStretch()
        line.addWidget(count)
        made = QVBoxLayout()
        made.setSpacing(0)
        made.addLayout(line)
        if row.is_visible:
            for facet in row.facets:
                is_legend = facet is row.facets[0] and facet.facet in DRAWN
                if not is_legend:
                    made.addLayout(self._facet_switch(row, facet))
                if is_legend or _key(row, facet) in self._opened:
                    made.addLayout(self._values(facet))
        return made

    def _facet_switch(self, row: LayerRow, facet: FacetRow) -> QHBoxLayout:
        """What opens the values of a facet that the map does not draw apart."""
        switch = QToolButton(autoRaise=True)
        switch.setText(facet.title)
        switch.setObjectName(_key(row, facet))
        self._switches[_key(row, facet)] = switch
        switch.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        is_open = _key(row, facet) in self._opened
        switch.setArrowType(Qt.ArrowType.DownArrow if is_open else Qt.ArrowType.RightArrow)
        switch.setAccessibleName(f"{row.title}: {facet.title}")
        switch.clicked.connect(lambda: self._open_facet(_key(row, facet)))
        line = QHBoxLayout()
        line.setContentsMargins(INDENT - 4, 0, 0, 0)
        line.addWidget(switch)
        line.addStretch()
        return line

    def _open_facet(self, key: str) -> None:
        self._opened ^= {key}
        self._shape = None
        self._update()

    def _values(self, facet: FacetRow) -> QGridLayout:
        grid = QGridLayout()
        grid.setContentsMargins(INDENT - 6, 0, 0, 4)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        lines = [self._value(value) for value in facet.values]
        half = (WIDTH - 24 - INDENT - 8 - SCROLL_BAR) // 2
        columns = 2 if len(lines) > 2 and all(line.sizeHint().width() <= half for line in lines) else 1
        height = -(-len(lines) // columns)
        for place, line in enumerate(lines):
            grid.addWidget(line, place % height, place // height)
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        return grid

    def _value(self, value: ValueRow) -> LegendRow:
        line = LegendRow(value)
        of = value.mark
        line.clicked.connect(lambda on: self._show(self._layers.filter.with_value(of, on)))
        line.only_asked.connect(lambda: self._show(self._layers.filter.with_only(of)))
        self._lines[of] = line
        return line


def hidden_words(hidden: int) -> str:
    """What the map keeps from the operator's eyes, and how to bring it back."""
    said = ngettext(
        "The map hides {n} unacknowledged P1. Show all", "The map hides {n} unacknowledged P1. Show all", hidden
    )
    return said.format(n=hidden)


def _key(row: LayerRow, facet: FacetRow) -> str:
    return f"{row.id}/{facet.facet}"


def _marks(facet: FacetRow) -> list[str]:
    return [value.mark for value in facet.values]
