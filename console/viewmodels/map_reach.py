"""What units reach in some minutes by the streets, painted over the ground; and who comes first to a place."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct
from PySide6.QtCore import QObject, Signal, Slot

from console.domain.units import FREE, Unit
from console.insight.city import built_in
from console.insight.reach import Band, Start, bands, reach
from console.insight.ways import etas_s
from console.language import N_, _, ngettext
from console.state.store import Store
from console.viewmodels import words
from console.viewmodels.map_page import Feature, MapPage
from console.viewmodels.map_places import Spot
from console.viewmodels.map_surfaces import Reckoning
from console.viewmodels.plain import sign

NEAREST_AT_MOST = 10

REACHES_MIN = ((1, 2, 4), (2, 4, 8), (3, 6, 12), (5, 10, 20), (10, 20, 30))
"""Minutes of the bands that can be chosen, from near to far."""
USUAL = 1
"""The one to begin with: 4 is the travel time NFPA 1710 asks of the first engine, 8 of the whole first alarm."""


STEPS = ((-1, N_("Reachable: fewer minutes")), (1, N_("Reachable: more minutes")))
"""Steps that an operator takes, and what they are called."""


class Arrival(Struct, frozen=True):
    """A unit that could come: its id, callsign, agency and status in words, and seconds from the call to arrival."""

    unit: str
    callsign: str
    note: str
    seconds: float


class _Asked(Struct, frozen=True):
    """What was asked for: its title, from where, and how far (an index into ``REACHES_MIN``)."""

    title: str
    starts: Sequence[Start]
    reach: int = USUAL


_NOTHING = _Asked("", ())
_Reckoned = tuple[_Asked, list[Band]]


class MapReach(Feature):
    """The reached land as it was when it was asked for: it does not follow the units. ``title`` "" while none is shown.

    It is reckoned off the window's thread (a third of a second for all units of a city). How far it goes is remembered
    until the console ends.
    """

    changed = Signal()
    came = Signal(object)
    """``Arrival`` of the free units nearest to the place that was asked about, the first one first."""
    failed = Signal(str)
    """Why nothing could be reckoned, as a sentence."""

    def __init__(self, store: Store, page: MapPage, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store, self._page = store, page
        self._wanted = self._shown = _NOTHING
        self._reach = USUAL
        self._bands: Sequence[Band] = ()
        self._reckoning: Reckoning[_Reckoned] = Reckoning(self)
        self._reckoning.done.connect(self._take)
        self._arriving: Reckoning[dict[str, float]] = Reckoning(self)
        self._arriving.done.connect(self._take_arrivals)
        page.join("reach", self)

    @property
    def title(self) -> str:
        """What is shown, in words."""
        return self._shown.title

    def known(self) -> dict[str, Any]:
        """The bands, where some are shown."""
        return {"reach": self._told()}

    def of_units(self, units: Sequence[str] = ()) -> None:
        """From these units; none named: from all that are free."""
        starts = [_start(unit) for unit in self._free_units() if not units]
        starts += [_start(unit) for id_ in units if (unit := self._store.picture.units.get(id_)) and unit.fix]
        if not starts:
            self.failed.emit(_("No unit is free and reports where it is."))
            return
        if units and (unit := self._store.picture.units.get(units[0])) is not None:
            self._ask(_("Reach of {unit}").format(unit=sign(unit.callsign)), starts)
        else:
            count = len(starts)
            self._ask(ngettext("Reach of {n} free unit", "Reach of {n} free units", count).format(n=count), starts)

    def of_place(self, spot: Spot) -> None:
        """From a place, as if a unit stood there."""
        self._ask(_("Reach from here"), [Start("", spot.lon, spot.lat)])

    def can_widen(self, steps: int) -> bool:
        """Whether what is shown can go so many steps farther (nearer, where they are negative)."""
        return bool(self.title) and 0 <= self._reach + steps < len(REACHES_MIN)

    @Slot(int)
    def widen(self, steps: int) -> None:
        """Show what is reached from the same places in more minutes, or in fewer."""
        if self.can_widen(steps):
            self._reach += steps
            self._ask(self._shown.title, self._shown.starts)

    @Slot()
    def clear(self) -> None:
        """Show none."""
        self._wanted = self._shown = _NOTHING
        self._bands = ()
        self._page.tell(reach=self._told())
        self.changed.emit()

    def nearest(self, spot: Spot) -> None:
        """Reckon which free units come first to a place; ``came`` tells."""
        starts = [_start(unit) for unit in self._free_units()]
        goal = (spot.lon, spot.lat)
        self._arriving.ask(lambda: _etas(starts, goal))

    def retranslate(self) -> None:
        """The language has changed; the title stays in the language it was asked in."""
        self._page.tell(reach=self._told())

    def close(self) -> None:
        """Wait for what is being reckoned."""
        self._reckoning.close()
        self._arriving.close()

    def _ask(self, title: str, starts: Sequence[Start]) -> None:
        asked = self._wanted = _Asked(title, starts, self._reach)
        self._reckoning.ask(lambda: (asked, _reached(asked.starts, REACHES_MIN[asked.reach])))

    def _take(self, made: _Reckoned) -> None:
        asked, bands = made
        if asked is not self._wanted:  # taken away, or another one has been asked for
            return
        self._wanted = _NOTHING
        if not bands:
            self.failed.emit(_("No street is near."))
            return
        self._shown, self._bands = asked, bands
        self._page.tell(reach=self._told())
        self.changed.emit()

    def _take_arrivals(self, seconds: dict[str, float]) -> None:
        now, units = self._store.clock.now(), self._store.picture.units
        known = [(eta, units[id_]) for id_, eta in seconds.items() if id_ in units]
        found = sorted(known, key=lambda arrival: arrival[0])
        self.came.emit(
            [
                Arrival(unit.id, unit.callsign, f"{words.word(unit.agency)}, {words.word(unit.status_at(now))}", eta)
                for eta, unit in found[:NEAREST_AT_MOST]
            ]
        )

    def _free_units(self) -> list[Unit]:
        now = self._store.clock.now()
        return [unit for unit in self._store.picture.units.values() if unit.fix and unit.status_at(now) in FREE]

    def _told(self) -> dict[str, Any]:
        return {
            "title": self.title,
            "bands": [{"label": words.age(band.limit_s), "polygons": band.polygons} for band in self._bands],
            "starts": [[start.lon, start.lat] for start in self._shown.starts],
            "steps": [[steps, _(words_)] for steps, words_ in STEPS if self.can_widen(steps)],
        }


def _start(unit: Unit) -> Start:
    if unit.fix is None:
        raise LookupError(unit.id)
    return Start(unit.id, unit.fix.lon, unit.fix.lat)


def _reached(starts: Sequence[Start], minutes: Sequence[int]) -> list[Band]:
    """The widest band first; nothing where no street is near."""
    limits = [60.0 * n for n in minutes]
    try:
        found = reach(built_in().graph, starts, limits[-1])
    except LookupError:
        return []
    return bands(found, limits) if found else []


def _etas(starts: Sequence[Start], goal: tuple[float, float]) -> dict[str, float]:
    try:
        return etas_s(built_in().graph, starts, goal)
    except LookupError:
        return {}
