"""The patrol board: every unit with what it does and how old that is; the nearest first when a place is asked for."""

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTableView,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from console.domain.freshness import LinkState, Source
from console.domain.units import Agency, UnitStatus
from console.language import N_, _
from console.viewmodels import words
from console.viewmodels.desk import Desk
from console.viewmodels.units import FIRST_ORDER, PENDING_MARK, Share, UnitColumn, UnitsModel
from ui import icons
from ui.columns import fit, widths
from ui.elided import fitted
from ui.empty import EmptyNote
from ui.patrol.delegate import ROW_HEIGHT, UnitDelegate
from ui.translation import Retranslated

SHARES = {Share.ALL: N_("All"), Share.FREE: N_("Free"), Share.BUSY: N_("Busy"), Share.OFFLINE: N_("Offline")}

BAR_MARGIN, BAR_GAP = 8, 4
LOUPE = 48
"""What the search field needs beside its words, pixels."""

ROOMY_FROM = 640
"""Width from which the button that ends the ranking has a word, pixels."""

_GIVEN_UP = (UnitColumn.SPEED, UnitColumn.HOME, UnitColumn.AGENCY, UnitColumn.IN_STATUS, UnitColumn.TASK)
"""Columns a narrow board does without, in this order."""


class PatrolPane(Retranslated, QWidget):
    """The bottom left pane. ``note_changed``: what its title bar shall add, and whether that is a warning."""

    note_changed = Signal(str, bool)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("pane")
        self._desk = desk
        self._model: UnitsModel = desk.units
        self._group = QButtonGroup(self)
        self._shares = {share: self._toggle(share) for share in Share}
        self._ranked = QToolButton()
        self._ranked.clicked.connect(self._model.rank_no_more)
        self.text = QLineEdit(clearButtonEnabled=True)
        self._loupe = self.text.addAction(icons.icon("search", color="muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.text.setMinimumWidth(72)
        self.text.setMaximumWidth(260)
        self.text.textChanged.connect(self._apply)
        self.table = _table(self._model)
        self._delegate = UnitDelegate(self._model)
        self.table.setItemDelegate(self._delegate)
        self._empty = EmptyNote(self.table)
        self._is_following = False
        self._widths: dict[int, int] = {}
        self.table.viewport().installEventFilter(self)
        self._ranked.hide()
        self._lay_out()
        self.setFocusProxy(self.table)
        self.table.selectionModel().selectionChanged.connect(self._chosen)
        desk.selection.changed.connect(self._follow)
        self._model.counted.connect(self._follow)
        self._model.counted.connect(self._count)
        desk.status.changed.connect(self._tell)
        self.retranslate()

    def _toggle(self, share: Share) -> QToolButton:
        button = QToolButton()
        button.setCheckable(True)
        button.setChecked(share is Share.ALL)
        button.toggled.connect(self._apply_when_on)
        self._group.addButton(button)
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(BAR_MARGIN, 4, BAR_MARGIN, 4)
        row.setSpacing(BAR_GAP)
        for button in self._shares.values():
            row.addWidget(button)
        row.addWidget(self._ranked)
        row.addStretch()
        row.addWidget(self.text, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.table, 1)

    def choose(self, unit_id: str) -> None:
        """Select a unit's row and bring it into view; nothing happens when it is not shown."""
        row = self._model.row_of(unit_id)
        if row is not None:
            index = self._model.index(row, UnitColumn.CALLSIGN)
            self.table.selectionModel().setCurrentIndex(
                index, QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            )
            self.table.scrollTo(index)

    def retranslate(self) -> None:
        """Say every word anew."""
        self.table.setAccessibleName(_("Patrol board"))
        self.text.setAccessibleName(_("Find units"))
        self._ranked.setToolTip(_("Free units by distance to the alarm. Press to go back to the usual order."))
        self._ranked.setAccessibleName(self._ranked.toolTip())
        self._widths = widths(self.table, _samples())
        self._count()
        self._fit()

    def restyle(self) -> None:
        """The theme has changed."""
        self._loupe.setIcon(icons.icon("search", color="muted"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A narrow board does without some columns; a scroll bar that appears makes it narrower too."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit_bar(self) -> None:
        """Whole words on every button: a narrow board does without numbers (they stay in the tooltips)."""
        counts = self._model.shares()
        self._ranked.setText("✕" if self.width() < ROOMY_FROM else _("ETA ✕"))
        for share, button in self._shares.items():
            button.setToolTip(f"{_(SHARES[share])} {counts[share]}")
            button.setText(button.toolTip())
        shown = [*self._shares.values(), *([self._ranked] if self._model.is_ranked else [])]
        needed = sum(button.sizeHint().width() + BAR_GAP for button in shown)
        if needed > self.width() - 2 * BAR_MARGIN - self.text.minimumWidth():
            for share, button in self._shares.items():
                button.setText(_(SHARES[share]))
        needed = sum(button.sizeHint().width() + BAR_GAP for button in shown)
        room = min(self.width() - 2 * BAR_MARGIN - needed, self.text.maximumWidth()) - LOUPE
        metrics = self.text.fontMetrics()
        self.text.setPlaceholderText(fitted((_("Find units"), _("Find"), ""), metrics, room))

    def _fit(self) -> None:
        self._fit_bar()
        hidden = () if self._model.is_ranked else (UnitColumn.DISTANCE,)
        fit(self.table, self._widths, _GIVEN_UP, hidden)

    def _apply_when_on(self, is_on: bool) -> None:
        if is_on:
            self._apply()

    def _apply(self) -> None:
        share = next(s for s, button in self._shares.items() if button.isChecked())
        self._model.show(share, self.text.text().strip())
        self._follow()
        self._tell()

    def _chosen(self) -> None:
        if self._is_following:
            return
        rows = self.table.selectionModel().selectedRows()
        self._desk.selection.choose_unit(self._model.unit_at(rows[0].row()).id if rows else "")

    def _follow(self) -> None:
        wanted = self._desk.selection.unit_id
        rows = self.table.selectionModel().selectedRows()
        shown = self._model.unit_at(rows[0].row()).id if rows else ""
        if wanted == shown:
            return
        if self._model.row_of(wanted) is not None:
            self.choose(wanted)
        else:
            self._mark_none()

    def _mark_none(self) -> None:
        """What is chosen has no row here: no other row may look as if the keys acted on it."""
        self._is_following = True
        self.table.selectionModel().clear()
        self._is_following = False

    def _count(self) -> None:
        self._fit_bar()
        if self._ranked.isHidden() is self._model.is_ranked:
            self._ranked.setVisible(self._model.is_ranked)
            self._fit()
        self._tell()

    def _tell(self) -> None:
        self._empty.say("" if self._model.rowCount() else self._why_empty())
        is_stale = self._desk.status.is_stale(Source.POSITIONS) and self._model.rowCount() > 0
        order = _("nearest first") if self._model.is_ranked else ""
        self.note_changed.emit(_("positions are old") if is_stale else order, is_stale)

    def _why_empty(self) -> str:
        if self._model.shares()[Share.ALL]:
            return _("No unit fits the filter.")
        if self._desk.status.link_state is not LinkState.LIVE:
            return _("No units are known yet: the center is not connected.")
        return _("No unit is on duty.")


def _samples() -> dict[int, tuple[str, ...]]:
    """The longest texts of each column."""
    return {
        UnitColumn.CALLSIGN: ("СП-0000",),
        UnitColumn.STATUS: tuple(f"●  {words.word(status)}{PENDING_MARK}" for status in UnitStatus),
        UnitColumn.IN_STATUS: (words.age(59 * 60),),
        UnitColumn.TASK: ("I00000",),
        UnitColumn.HOME: tuple(words.district(code) for code in words.DISTRICTS),
        UnitColumn.DISTANCE: (f"{words.distance(11_000)} · {words.age(59 * 60)}",),
        UnitColumn.FIX_AGE: (words.age(59 * 60),),
        UnitColumn.SPEED: (words.speed(30),),
        UnitColumn.AGENCY: tuple(words.word(agency) for agency in Agency),
    }


class _Board(QTableView):
    """Lets the chosen row go with its unit; Qt would choose a neighbour, and keys would act on that."""

    def rowsAboutToBeRemoved(self, parent: QModelIndex | QPersistentModelIndex, start: int, end: int) -> None:  # noqa: N802
        """Rows ``start..end`` go."""
        if start <= self.currentIndex().row() <= end:
            self.selectionModel().clear()
        super().rowsAboutToBeRemoved(parent, start, end)


def _table(model: UnitsModel) -> QTableView:
    table = _Board()
    table.setModel(model)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setMouseTracking(True)
    table.setWordWrap(False)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionsClickable(True)
    header.setSortIndicatorShown(True)
    header.setSortIndicator(FIRST_ORDER[0], Qt.SortOrder.AscendingOrder)
    header.sortIndicatorChanged.connect(model.sort)
    header.setStretchLastSection(True)
    return table
