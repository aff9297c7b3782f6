"""The patrol board as a table model: who is where, since when, how old what we know of them is, and who is nearest."""

from collections import Counter
from collections.abc import Callable
from enum import Enum, IntEnum

from PySide6.QtCore import QObject, Qt, Signal

from console.domain.changes import Changes
from console.domain.intents import AssignUnit
from console.domain.units import BUSY, FREE, Agency, Unit, UnitStatus
from console.insight.nearest import RankedUnit, nearest_units
from console.language import N_, _
from console.state.rows import Key, SortedRows
from console.state.store import Store
from console.viewmodels import words
from console.viewmodels.table import PENDING_ROLE, ROOT, ROW_ROLE, AnyIndex, SortedTableModel

RANK_EVERY_BEATS = 5
"""Units move: who is nearest is reckoned anew this often, in seconds, so that rows do not dance."""

PENDING_MARK = " …"
"""Behind a status while an intent about the unit waits for an answer: the status stays what the center knows."""


class UnitColumn(IntEnum):
    """The columns of the board."""

    CALLSIGN = 0
    STATUS = 1
    IN_STATUS = 2
    TASK = 3
    HOME = 4
    DISTANCE = 5
    FIX_AGE = 6
    SPEED = 7
    AGENCY = 8


TITLES = {
    UnitColumn.CALLSIGN: N_("Callsign"),
    UnitColumn.STATUS: N_("Status"),
    UnitColumn.IN_STATUS: N_("In status"),
    UnitColumn.TASK: N_("Task"),
    UnitColumn.HOME: N_("Home"),
    UnitColumn.DISTANCE: N_("Distance, ETA"),
    UnitColumn.FIX_AGE: N_("Fix age"),
    UnitColumn.SPEED: N_("Speed"),
    UnitColumn.AGENCY: N_("Agency"),
}


FIGURES = frozenset({UnitColumn.IN_STATUS, UnitColumn.DISTANCE, UnitColumn.FIX_AGE, UnitColumn.SPEED})
"""Columns of figures, aligned on the right."""


FIRST_ORDER = (UnitColumn.TASK, False)
"""Column the board is sorted by at first, and whether falling: who works, then police by callsign."""


class Share(Enum):
    """A share of the board that can be looked at alone."""

    ALL = "all"
    FREE = "free"
    BUSY = "busy"
    OFFLINE = "offline"

    def holds(self, status: UnitStatus) -> bool:
        """Whether a unit of this status belongs to the share."""
        match self:
            case Share.FREE:
                return status in FREE
            case Share.BUSY:
                return status in BUSY
            case Share.OFFLINE:
                return status is UnitStatus.OFFLINE
            case _:
                return True


_ON_TASK = (UnitStatus.DISPATCHED, UnitStatus.EN_ROUTE, UnitStatus.ON_SCENE, UnitStatus.TRANSPORTING)
_STATUS_ORDER = {
    status: n for n, status in enumerate((*_ON_TASK, *(status for status in UnitStatus if status not in _ON_TASK)))
}
"""Units on a task first, in the order in which a task goes on: they are what an officer watches."""
_AGENCY_ORDER = {agency: n for n, agency in enumerate(Agency)}


class UnitsModel(SortedTableModel):
    """Rows of the board. ``counted`` is emitted when the numbers of the shares may be different."""

    counted = Signal()

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._share = Share.ALL
        self._text = ""
        self._sort = FIRST_ORDER
        self._from: tuple[float, float, Agency | None] | None = None
        self._ranks: dict[str, tuple[int, RankedUnit]] = {}
        self._status: dict[str, UnitStatus] = {}
        self._homes: dict[str, str] = {}
        """Id of each service center or site -> KATO code of its district."""
        self._beats = 0
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
        }
        if turned:
            self._read_statuses(turned)
            self._rows.update(turned)
            self.counted.emit()
        self._beats += 1
        if self._from is not None and self._beats % RANK_EVERY_BEATS == 0:
            self._rank()
        self.changed_columns(UnitColumn.IN_STATUS, UnitColumn.SPEED)

    def show(self, share: Share, text: str = "") -> None:
        """Look at a share of the board, and at rows that say ``text``."""
        self._share, self._text = share, text.lower()
        self._rows.rekey()

    def rank_from(self, lon: float, lat: float, agency: Agency | None = None) -> None:
        """Put the units that could go to this place first, nearest first (those of ``agency`` before others)."""
        self._from = (lon, lat, agency)
        self._rank()

    def rank_no_more(self) -> None:
        """Back to the order of the columns."""
        self._from = None
        self._ranks = {}
        self._rows.rekey()
        self.counted.emit()

    @property
    def is_ranked(self) -> bool:
        """Whether the nearest units stand first."""
        return self._from is not None

    def nearest(self) -> Unit | None:
        """The unit that stands first in the ranking and is not being sent anywhere."""
        free = ((unit_id, rank) for unit_id, rank in self._ranks.items() if not self.is_being_sent(unit_id))
        best = min(free, key=lambda item: item[1][0], default=None)
        return None if best is None else self._rows.items.get(best[0])

    def is_being_sent(self, unit_id: str) -> bool:
        """Whether the center has not answered yet that it goes somewhere."""
        return any(isinstance(intent, AssignUnit) for intent in self._store.pending.get(unit_id, {}).values())

    def is_any_being_sent_to(self, incident_id: str) -> bool:
        """Whether the center has not answered yet that a unit goes to this incident."""
        waiting = (intent for intents in self._store.pending.values() for intent in intents.values())
        return any(isinstance(intent, AssignUnit) and intent.incident == incident_id for intent in waiting)

    def shares(self) -> Counter[Share]:
        """How many units each share holds."""
        of_status = Counter(self._status.values())
        return Counter({share: sum(n for s, n in of_status.items() if share.holds(s)) for share in Share})

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
                return _("Sending…") if unit.id in self._store.pending else None
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
            case UnitColumn.TASK:
                return unit.assignment.incident if unit.assignment else ""
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

    def _distance(self, unit: Unit) -> str:
        ranked = self._ranks.get(unit.id)
        if ranked is None:
            return ""
        return f"{words.distance(ranked[1].distance_m)} · {words.age(ranked[1].eta_s)}"

    def _rank(self) -> None:
        if self._from is None:
            return
        lon, lat, agency = self._from
        units = self._rows.items.values()
        ranked = nearest_units(units, lon, lat, self._store.clock.now())
        if agency is not None:
            ranked.sort(key=lambda r: self._rows.items[r.unit].agency is not agency)
        self._ranks = {r.unit: (n, r) for n, r in enumerate(ranked)}
        self._rows.rekey()
        self.counted.emit()

    def _read_statuses(self, units: dict[str, Unit]) -> None:
        now = self._store.clock.now()
        self._status.update((i, u.status_at(now)) for i, u in units.items())

    def _key(self, unit: Unit) -> Key | None:
        status = self.status_of(unit)
        if not self._share.holds(status):
            return None
        if self._text and self._text not in self._said(unit):
            return None
        rank = self._ranks.get(unit.id, (1_000_000,))[0] if self._from is not None else 0
        column, is_falling = self._sort
        by = _BY[column](self, unit)
        order = (_AGENCY_ORDER[unit.agency], unit.callsign, unit.id)
        return (rank, _Falling(by) if is_falling else by, *order)

    def _said(self, unit: Unit) -> str:
        columns = (UnitColumn.CALLSIGN, UnitColumn.STATUS, UnitColumn.TASK, UnitColumn.HOME, UnitColumn.AGENCY)
        return "\n".join(self._cell(unit, c) for c in columns).lower()


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
    UnitColumn.STATUS: lambda model, unit: _STATUS_ORDER[model.status_of(unit)],
    UnitColumn.IN_STATUS: lambda model, unit: -unit.status_since,
    UnitColumn.TASK: lambda model, unit: (
        unit.assignment is None,
        unit.assignment.incident if unit.assignment else "",
        model.status_of(unit) not in BUSY,
    ),
    UnitColumn.HOME: lambda model, unit: model.home_of(unit),
    UnitColumn.DISTANCE: lambda model, unit: "",
    UnitColumn.FIX_AGE: lambda model, unit: model.status_of(unit) is not UnitStatus.OFFLINE,
    UnitColumn.SPEED: lambda model, unit: "",
    UnitColumn.AGENCY: lambda model, unit: _AGENCY_ORDER[unit.agency],
}
"""What a column sorts by; what changes each second does not move rows (fix age: the silent ones first)."""
