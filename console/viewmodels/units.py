"""The patrol board as a table model: who is where, since when, how old what we know of them is, and who is nearest."""

from collections import Counter
from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

from console.domain.changes import Changes
from console.domain.intents import AssignUnit
from console.domain.units import BUSY, AssignmentState, Unit, UnitStatus
from console.insight.load import CenterLoad, center_loads
from console.language import _
from console.state.rows import Key, SortedRows
from console.state.store import Store
from console.viewmodels import words
from console.viewmodels.plain import tip
from console.viewmodels.ranking import Ranking, arrival, reasons
from console.viewmodels.table import PENDING_ROLE, ROOT, ROW_ROLE, AnyIndex, SortedTableModel
from console.viewmodels.unit_columns import (
    AGENCY_ORDER,
    FIGURES,
    FIRST_ORDER,
    PENDING_MARK,
    STATUS_ORDER,
    TITLES,
    Share,
    UnitColumn,
    UnitFilter,
)

_LAST = 1_000_000
"""Behind all that are ranked."""


class UnitsModel(SortedTableModel):
    """Rows of the board. ``counted`` is emitted when the numbers of the shares may be different."""

    counted = Signal()

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._filter = UnitFilter()
        self._sort = FIRST_ORDER
        self._status: dict[str, UnitStatus] = {}
        self._overdue: set[str] = set()
        """Units that somebody should ask how they are."""
        self._homes: dict[str, str] = {}
        """Id of each service center or site -> KATO code of its district."""
        self.ranking = Ranking(store, self)
        self.ranking.changed.connect(self._rank)
        self._rows: SortedRows[Unit] = SortedRows(self._key, self)

    def refresh(self, changes: Changes) -> None:
        """Take in the units that changed; positions are only kept here and shown with the next beat."""
        units = self._store.picture.units
        if changes.registry and self._store.registry is not None:
            centers, sites = self._store.registry.service_centers, self._store.registry.sites
            self._homes = {c.id: c.district for c in centers} | {s.id: s.district for s in sites}
        if changes.whole:
            self._read_statuses(units)
            self._rows.replace(units)
        elif changes.units:
            touched = {i: units.get(i) for i in changes.units}
            self._read_statuses({i: u for i, u in touched.items() if u is not None})
            self._rows.update(touched)
        for unit_id in changes.fixes:
            if unit_id in units:
                self._rows.items[unit_id] = units[unit_id]
        if changes.whole or changes.units:
            self.counted.emit()

    def beat(self) -> None:
        """A second has passed: ages grow, a silent unit goes offline, the ranking follows the units."""
        now = self._store.clock.now()
        turned = {
            unit_id: unit
            for unit_id, unit in self._rows.items.items()
            if unit.status_at(now) is not self._status.get(unit_id)
            or _is_overdue(unit, now) is not (unit_id in self._overdue)
        }
        if turned:
            self._read_statuses(turned)
            self._rows.update(turned)
            self.counted.emit()
        self.ranking.beat()
        self.changed_columns(UnitColumn.IN_STATUS, UnitColumn.SPEED)

    def show(self, wanted: UnitFilter) -> None:
        """Look at a part of the board."""
        self._filter = wanted
        self._rows.rekey()

    @property
    def is_ranked(self) -> bool:
        """Whether those who could go somewhere stand first."""
        return self.ranking.spot is not None

    def best(self) -> Unit | None:
        """The first free unit of the ranking that is not being sent anywhere."""
        best = self.ranking.best(filter(self.is_being_sent, self._store.pending))
        return None if best is None else self._store.picture.units.get(best)

    def is_being_sent(self, unit_id: str) -> bool:
        """Whether the center has not answered yet that it goes somewhere."""
        return any(isinstance(intent, AssignUnit) for intent in self._store.pending.get(unit_id, {}).values())

    def is_any_being_sent_to(self, incident_id: str) -> bool:
        """Whether the center has not answered yet that a unit goes to this incident."""
        waiting = (intent for intents in self._store.pending.values() for intent in intents.values())
        return any(isinstance(intent, AssignUnit) and intent.incident == incident_id for intent in waiting)

    def shares(self) -> Counter[Share]:
        """How many units each share holds."""
        of_status = Counter((status, unit in self._overdue) for unit, status in self._status.items())
        return Counter({share: sum(n for kind, n in of_status.items() if share.holds(*kind)) for share in Share})

    def center_loads(self) -> dict[str, CenterLoad]:
        """What each service center's units have to do, by KATO code of its district."""
        homes = ((self._homes.get(u.home, u.home), self.status_of(u)) for u in self._rows.items.values())
        return center_loads(homes, self._store.picture.incidents.values(), words.DISTRICTS)

    def by_status(self) -> Counter[UnitStatus]:
        """How many units are in each status."""
        return Counter(self._status.values())

    def unit_at(self, row: int) -> Unit:
        """The unit in ``row``; raises IndexError."""
        return self._rows[row]

    def row_of(self, unit_id: str) -> int | None:
        """Row of the unit, or None when it is not shown."""
        return self._rows.row_of(unit_id)

    def status_of(self, unit: Unit) -> UnitStatus:
        """The status to show: offline where the fix is stale."""
        return self._status.get(unit.id, unit.status)

    def is_overdue(self, unit: Unit) -> bool:
        """Whether somebody should ask how it is."""
        return unit.id in self._overdue

    def home_of(self, unit: Unit) -> str:
        """The district of the service center or site the unit belongs to."""
        return words.district(self._homes.get(unit.home, unit.home))

    def rowCount(self, parent: AnyIndex = ROOT) -> int:
        """Number of units shown."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = ROOT) -> int:
        """Number of columns."""
        return 0 if parent.isValid() else len(UnitColumn)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Title of a column."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _(TITLES[UnitColumn(section)])
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section in FIGURES else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; the callsign decides among equals."""
        self._sort = (UnitColumn(column), order is Qt.SortOrder.DescendingOrder)
        self._rows.rekey()

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Text of a cell; the unit itself under ``ROW_ROLE``; a whole sentence for screen readers."""
        if not index.isValid():
            return None
        unit = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._cell(unit, UnitColumn(index.column()))
            case Qt.ItemDataRole.AccessibleTextRole:
                sending = _("Sending…") if unit.id in self._store.pending else ""
                return ", ".join(text for text in (*(self._cell(unit, c) for c in UnitColumn), sending) if text)
            case Qt.ItemDataRole.ToolTipRole:
                is_pending = unit.id in self._store.pending
                return _("Sending…") if is_pending else self._why(unit, UnitColumn(index.column()))
            case _ if role == ROW_ROLE:
                return unit
            case _ if role == PENDING_ROLE:
                return unit.id in self._store.pending
        return None

    def _cell(self, unit: Unit, column: UnitColumn) -> str:
        now = self._store.clock.now()
        match column:
            case UnitColumn.CALLSIGN:
                return unit.callsign
            case UnitColumn.STATUS:
                return words.word(self.status_of(unit)) + (PENDING_MARK if unit.id in self._store.pending else "")
            case UnitColumn.IN_STATUS:
                return words.age(now - unit.status_since)
            case UnitColumn.CHECK_IN:
                return self._check_in(unit, now)
            case UnitColumn.TASK:
                return self._task(unit)
            case UnitColumn.HOME:
                return self.home_of(unit)
            case UnitColumn.DISTANCE:
                return self._distance(unit)
            case UnitColumn.FIX_AGE:
                return words.age(unit.fix_age(now))
            case UnitColumn.SPEED:
                return words.speed(unit.fix.speed) if unit.fix and unit.fix.speed >= 0.5 else ""
            case UnitColumn.AGENCY:
                return words.word(unit.agency)

    def _check_in(self, unit: Unit, now: float) -> str:
        due = unit.check_in_due()
        if due is None or self.status_of(unit) is UnitStatus.OFFLINE:
            return ""
        if due < now:
            return _("{span} late").format(span=words.age(now - due))
        return _("in {span}").format(span=words.age(due - now))

    def _task(self, unit: Unit) -> str:
        """The incident, and whether the unit has not answered in time."""
        if (task := unit.assignment) is None:
            return ""
        is_silent = task.state is AssignmentState.UNANSWERED
        return f"{task.incident} · {words.word(task.state)}" if is_silent else task.incident

    def _distance(self, unit: Unit) -> str:
        ranked = self.ranking.of(unit.id)
        return "" if ranked is None else arrival(ranked)

    def _why(self, unit: Unit, column: UnitColumn) -> str | None:
        """Why it stands where it stands."""
        ranked = self.ranking.of(unit.id) if column in (UnitColumn.DISTANCE, UnitColumn.CALLSIGN) else None
        return None if ranked is None else tip(reasons(ranked))

    def _rank(self) -> None:
        self._rows.rekey()
        self.changed_columns(UnitColumn.DISTANCE, UnitColumn.DISTANCE)
        self.counted.emit()

    def _read_statuses(self, units: dict[str, Unit]) -> None:
        now = self._store.clock.now()
        self._status.update((i, u.status_at(now)) for i, u in units.items())
        overdue = {i for i, u in units.items() if _is_overdue(u, now)}
        self._overdue = (self._overdue - units.keys()) | overdue

    def _key(self, unit: Unit) -> Key | None:
        status = self.status_of(unit)
        wanted = self._filter
        if not wanted.share.holds(status, unit.id in self._overdue) or wanted.agency not in (None, unit.agency):
            return None
        if wanted.district and wanted.district != self._homes.get(unit.home, unit.home):
            return None
        if wanted.text and wanted.text not in self._said(unit):
            return None
        ranked = self.ranking.of(unit.id)
        rank = _LAST if ranked is None and self.is_ranked else ranked.place if ranked else 0
        column, is_falling = self._sort
        by = _BY[column](self, unit)
        order = (AGENCY_ORDER[unit.agency], unit.callsign, unit.id)
        return (rank, _Falling(by) if is_falling else by, *order)

    def _said(self, unit: Unit) -> str:
        columns = (UnitColumn.CALLSIGN, UnitColumn.STATUS, UnitColumn.TASK, UnitColumn.HOME, UnitColumn.AGENCY)
        return "\n".join(self._cell(unit, c) for c in columns).lower()


def _is_overdue(unit: Unit, now: float) -> bool:
    due = unit.check_in_due()
    return due is not None and due < now and unit.status_at(now) is not UnitStatus.OFFLINE


class _Falling:
    """Turns an order round."""

    __slots__ = ("value",)

    def __init__(self, value: object) -> None:
        self.value = value

    def __lt__(self, other: "_Falling") -> bool:
        return bool(other.value < self.value)  # type: ignore[operator]  # both come from one column

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Falling) and self.value == other.value

    def __hash__(self) -> int:
        return hash(self.value)


_BY: dict[UnitColumn, Callable[[UnitsModel, Unit], object]] = {
    UnitColumn.CALLSIGN: lambda model, unit: unit.callsign,
    UnitColumn.STATUS: lambda model, unit: STATUS_ORDER[model.status_of(unit)],
    UnitColumn.IN_STATUS: lambda model, unit: -unit.status_since,
    UnitColumn.CHECK_IN: lambda model, unit: (not model.is_overdue(unit), unit.check_in_due() or float("inf")),
    UnitColumn.TASK: lambda model, unit: (
        unit.assignment is None,
        unit.assignment.incident if unit.assignment else "",
        model.status_of(unit) not in BUSY,
    ),
    UnitColumn.HOME: lambda model, unit: model.home_of(unit),
    UnitColumn.DISTANCE: lambda model, unit: "",
    UnitColumn.FIX_AGE: lambda model, unit: model.status_of(unit) is not UnitStatus.OFFLINE,
    UnitColumn.SPEED: lambda model, unit: "",
    UnitColumn.AGENCY: lambda model, unit: AGENCY_ORDER[unit.agency],
}
"""What a column sorts by; what changes each second does not move rows (fix age: the silent ones first)."""
