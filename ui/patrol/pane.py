"""The patrol board: every unit with what it does and how old that is; the nearest first when a place is asked for."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from console.domain.freshness import LinkState, Source
from console.domain.units import Agency, AssignmentState, Unit, UnitStatus
from console.language import _
from console.viewmodels import words
from console.viewmodels.desk import Desk
from console.viewmodels.table import ROOT
from console.viewmodels.unit_columns import FIRST_ORDER, PENDING_MARK, Share, UnitColumn, UnitFilter
from console.viewmodels.units import UnitsModel
from ui.columns import fit, widths
from ui.empty import EmptyNote
from ui.patrol.delegate import ROW_HEIGHT, UnitDelegate
from ui.patrol.filter_bar import UnitBar
from ui.row_table import RowTable
from ui.translation import Retranslated

_GIVEN_UP = (
    UnitColumn.SPEED,
    UnitColumn.AGENCY,
    UnitColumn.HOME,
    UnitColumn.IN_STATUS,
    UnitColumn.CHECK_IN,
    UnitColumn.TASK,
)
"""Columns a narrow board does without, in this order."""


class PatrolPane(Retranslated, QWidget):
    """The bottom left pane. ``note_changed``: what its title bar shall add, and whether that is a warning."""

    note_changed = Signal(str, bool)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("pane")
        self._desk = desk
        self._model: UnitsModel = desk.units
        self.bar = UnitBar(self._model)
        self.bar.changed.connect(self._apply)
        self.table = _Board(self._model)
        self._empty = EmptyNote(self.table)
        self._widths: dict[int, int] = {}
        self.table.resized.connect(self._fit)
        self._lay_out()
        self.setFocusProxy(self.table)
        self.table.picked.connect(self._choose)
        desk.selection.changed.connect(self._follow)
        self._model.counted.connect(self._follow)
        self._model.counted.connect(self._count)
        desk.status.changed.connect(self._tell)
        self.retranslate()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.table, 1)

    def choose(self, unit_id: str) -> None:
        """Select a unit's row and bring it into view; nothing happens when it is not shown."""
        row = self._model.row_of(unit_id)
        if row is not None:
            self.table.choose(row)

    def chosen(self) -> list[Unit]:
        """The units whose rows are chosen, in the board's order."""
        return [self._model.unit_at(row) for row in self.table.marked]

    def retranslate(self) -> None:
        """Say every word anew."""
        self.table.setAccessibleName(_("Patrol board"))
        self.bar.retranslate()
        self._widths = widths(self.table, _samples())
        self._count()
        self._fit()

    def restyle(self) -> None:
        """The theme has changed."""
        self.bar.restyle()

    def _fit(self) -> None:
        """A narrow board does without some columns; a scroll bar that appears makes it narrower too."""
        self.bar.fit()
        if self._model.is_ranked:  # who arrives first says more than how old the position is
            fit(self.table, self._widths, (*_GIVEN_UP, UnitColumn.FIX_AGE))
        else:
            fit(self.table, self._widths, _GIVEN_UP, (UnitColumn.DISTANCE,))

    def _apply(self, wanted: UnitFilter) -> None:
        self._model.show(wanted)
        self._follow()
        self._tell()

    def _choose(self) -> None:
        self._desk.selection.choose_unit(self._current())

    def _current(self) -> str:
        """Id of the unit in whose row the keyboard is, where the row is chosen; else of the first chosen one."""
        selected = self.table.selectionModel()
        row = selected.currentIndex().row()
        if row >= 0 and selected.isRowSelected(row, ROOT):
            return self._model.unit_at(row).id
        return next((unit.id for unit in self.chosen()), "")

    def _follow(self) -> None:
        wanted = self._desk.selection.unit_id
        if wanted == self._current():
            return
        if self._model.row_of(wanted) is not None:
            self.choose(wanted)
        else:
            self.table.mark(())

    def _count(self) -> None:
        if self.table.isColumnHidden(UnitColumn.DISTANCE) is self._model.is_ranked:
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
        UnitColumn.CHECK_IN: tuple(text.format(span=words.age(59 * 60)) for text in (_("in {span}"), _("{span} late"))),
        UnitColumn.TASK: (f"I00000 · {words.word(AssignmentState.UNANSWERED)}",),
        UnitColumn.HOME: tuple(words.district(code) for code in words.DISTRICTS),
        UnitColumn.DISTANCE: (f"{words.distance(11_000)} · {words.age(59 * 60)}",),
        UnitColumn.FIX_AGE: (words.age(59 * 60),),
        UnitColumn.SPEED: (words.speed(30),),
        UnitColumn.AGENCY: tuple(words.word(agency) for agency in Agency),
    }


class _Board(RowTable):
    """Rows of a ``UnitsModel``, in the order that its header says."""

    def __init__(self, model: UnitsModel) -> None:
        super().__init__(model, UnitColumn.CALLSIGN)
        self._delegate = UnitDelegate(model)
        self.setItemDelegate(self._delegate)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setSectionsClickable(True)
        header.setSortIndicatorShown(True)
        header.setSortIndicator(FIRST_ORDER[0], Qt.SortOrder.AscendingOrder)
        header.sortIndicatorChanged.connect(model.sort)
        header.setStretchLastSection(True)

    def rowsAboutToBeRemoved(self, parent: QModelIndex | QPersistentModelIndex, start: int, end: int) -> None:  # noqa: N802
        """Let the chosen row go with its unit; Qt would choose a neighbour, and keys would act on that."""
        if start <= self.currentIndex().row() <= end:
            self.selectionModel().clear()
        super().rowsAboutToBeRemoved(parent, start, end)
