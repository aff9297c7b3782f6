"""Who could go there, best first: as the center reckons it, and roughly by ourselves until it has answered.

The rough answer is there at once, and also where the center cannot be asked: free units by their straight distance. It
is marked, so that nobody takes a straight line for a way.
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from console.domain.alarms import Alarm, AlarmKind
from console.domain.incidents import Incident
from console.domain.protocol import Wanted
from console.domain.recommendations import Because, Recommendation, Why
from console.domain.units import Skill
from console.insight.nearest import agency_for, nearest_units
from console.language import _
from console.state.store import Store
from console.viewmodels import words

ASK_EVERY_BEATS = 5
"""Units move: the center is asked anew this often, in seconds, so that rows do not dance."""

ROUGHLY = "≈ "
"""Before an arrival time that is reckoned straight ahead."""


class Ranked(Struct, frozen=True):
    """A unit's place in the order (0 is the best) and when it would be there."""

    place: int
    eta_s: float
    distance_m: float
    is_free: bool = True
    is_rough: bool = False
    because: tuple[Because, ...] = ()


class Spot(Struct, frozen=True):
    """Where units are needed: an incident, or a place and what happens there."""

    lon: float
    lat: float
    kind: AlarmKind | None = None
    incident: str = ""


def spot_of(about: Alarm | Incident) -> Spot:
    """Where an alarm or an incident needs units; an alarm's incident is asked for where it has one."""
    incident = about.id if isinstance(about, Incident) else about.incident
    return Spot(about.lon, about.lat, about.kind, incident)


class Ranking(QObject):
    """The order. ``asked(wanted)`` when the center shall be asked, ``changed`` when the order is another."""

    asked = Signal(object)
    changed = Signal()

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._ranks: dict[str, Ranked] = {}
        self._beats = 0
        self.spot: Spot | None = None
        self.is_exact = False
        """Whether the center has answered for this place."""

    def begin(self, spot: Spot) -> None:
        """Rank for this place from now on."""
        is_new = spot != self.spot
        self.spot = spot
        if is_new:
            self._rank_roughly()
        self.asked.emit(self._wanted(spot))

    def end(self) -> None:
        """No order any more."""
        self.spot, self._ranks, self.is_exact = None, {}, False
        self.changed.emit()

    def take(self, wanted: Wanted, units: Sequence[Recommendation]) -> None:
        """The center's answer; one for another place comes too late and is left."""
        if self.spot is None or wanted != self._wanted(self.spot):
            return
        self._ranks = {
            r.unit: Ranked(place, r.eta_s, r.distance_m, r.is_free, False, r.because) for place, r in enumerate(units)
        }
        self.is_exact = True
        self.changed.emit()

    def lose(self, wanted: Wanted) -> None:
        """The center did not answer: what it said before is old."""
        if self.spot is not None and wanted == self._wanted(self.spot):
            self._rank_roughly()

    def beat(self) -> None:
        """A second has passed."""
        self._beats += 1
        if self.spot is not None and self._beats % ASK_EVERY_BEATS == 0:
            if not self.is_exact:
                self._rank_roughly()
            self.asked.emit(self._wanted(self.spot))

    def of(self, unit_id: str) -> Ranked | None:
        """A unit's place; None where it is not among those that could go."""
        return self._ranks.get(unit_id)

    def best(self, but: Iterable[str] = ()) -> str | None:
        """The first free unit that is none of ``but``."""
        left = {unit: rank for unit, rank in self._ranks.items() if rank.is_free}
        for unit in but:
            left.pop(unit, None)
        return min(left, key=lambda unit: left[unit].place, default=None)

    def _wanted(self, spot: Spot) -> Wanted:
        return Wanted(spot.incident) if spot.incident else Wanted("", spot.lon, spot.lat, spot.kind)

    def _rank_roughly(self) -> None:
        assert self.spot is not None
        units = self._store.picture.units
        ranked = nearest_units(units.values(), self.spot.lon, self.spot.lat, self._store.clock.now())
        if self.spot.kind is not None:
            first = agency_for(self.spot.kind)
            ranked.sort(key=lambda r: units[r.unit].agency is not first)
        self._ranks = {r.unit: Ranked(n, r.eta_s, r.distance_m, is_rough=True) for n, r in enumerate(ranked)}
        self.is_exact = False
        self.changed.emit()


def arrival(ranked: Ranked) -> str:
    """``810 m · 2 min``, with a mark where it is rough."""
    return f"{ROUGHLY if ranked.is_rough else ''}{words.distance(ranked.distance_m)} · {words.age(ranked.eta_s)}"


def reasons(ranked: Ranked) -> str:
    """Why it stands where it stands, a line each."""
    if ranked.is_rough:
        return _("Straight ahead: the center has not said yet which way it would take.")
    lines = [_("Arrives in {span} by the streets").format(span=words.age(ranked.eta_s))]
    lines += [line for because in ranked.because if (line := _line(because))]
    return "\n".join(lines)


def _line(because: Because) -> str:
    text = _said(because)
    if because.seconds > 0:
        counts = _("counts as {span} more").format(span=words.age(because.seconds))
        return f"− {text} ({counts})"
    return f"+ {text}" if because.why is Why.SKILL else f"· {text}"


def _said(because: Because) -> str:
    match because.why:
        case Why.SKILL:
            return words.word(Skill(because.text))
        case Why.NO_SKILL:
            return _("Nobody of its crew: {skill}").format(skill=words.word(Skill(because.text)))
        case Why.HELPS:
            return _("Of an agency that is often needed as well")
        case Why.AWAY:
            return _("Leaves its own district, {district}").format(district=words.district(because.text))
        case Why.OWN_WORK:
            return _("Busy with its own work")
        case Why.ON_BREAK:
            return _("On a break")
        case Why.PREEMPTED:
            return _("Would leave {incident}, P{priority}: less urgent").format(
                incident=because.text, priority=int(because.number)
            )
        case Why.AS_URGENT:
            return _("Would leave {incident}, P{priority}: as urgent").format(
                incident=because.text, priority=int(because.number)
            )
        case Why.ON_FOOT:
            return _("On foot")
        case Why.REFUSED:
            return _("Refused this {span} ago").format(span=words.age(because.number))
        case Why.UNANSWERED:
            return _("Did not answer {span} ago").format(span=words.age(because.number))
