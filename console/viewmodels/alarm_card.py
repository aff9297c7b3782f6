"""Everything known of the chosen alarm, or what several chosen ones have in common: the card beside the queue."""

from collections import Counter
from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, Signal

from console.domain.alarms import Alarm, AlarmState
from console.domain.changes import Changes
from console.domain.presence import Looked
from console.domain.procedures import procedure_for
from console.insight.city import City
from console.language import _, ngettext
from console.state.store import Store
from console.viewmodels import parking, words
from console.viewmodels.alarm_vicinity import AlarmVicinity
from console.viewmodels.alarm_words import AlarmWords
from console.viewmodels.incident_place import Surroundings
from console.viewmodels.nearby import Nearby, has_place
from console.viewmodels.passport import Line, Opens, Section, Tone
from console.viewmodels.selection import Selection

CAMERAS_AT_MOST = 4
KINDS_AT_MOST = 6


class AlarmCard(QObject):
    """Sections of facts; ``changed`` when they may be different. ``place`` gives an address for a place.

    ``vicinity`` tells what a small map of its surroundings shows; ``moved``: units may be elsewhere.
    """

    changed = Signal()
    moved = Signal()

    def __init__(
        self,
        store: Store,
        selection: Selection,
        said: AlarmWords,
        nearby: Nearby,
        place: Callable[[float, float], str],
        city: Callable[[], City],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._store, self._selection, self._said, self._nearby = store, selection, said, nearby
        self._around = Surroundings(store, place)
        self.vicinity = AlarmVicinity(store, nearby, city, place)
        selection.changed.connect(self.changed)

    def refresh(self, changes: Changes) -> None:
        """Something around what is chosen may be different (what is chosen itself the selection tells)."""
        if changes.whole or changes.devices or changes.presence or changes.registry or changes.procedures:
            self.changed.emit()
        if changes.whole or changes.fixes or changes.units:
            self.moved.emit()

    @property
    def alarm(self) -> Alarm | None:
        """The one that is chosen; None for none, or several."""
        alarms = self._selection.alarms
        return alarms[0] if len(alarms) == 1 else None

    @property
    def about(self) -> tuple[str, ...]:
        """Ids of what is chosen."""
        return self._selection.alarm_ids

    def title(self) -> str:
        """What is chosen, in a line; "" for nothing."""
        alarms = self._selection.alarms
        if len(alarms) > 1:
            return ngettext("{n} alarm", "{n} alarms", len(alarms)).format(n=len(alarms))
        return f"P{alarms[0].priority:d} {words.word(alarms[0].kind)}" if alarms else ""

    def sections(self) -> list[Section]:
        """All there is to say, what matters first; none where nothing is chosen."""
        alarms = self._selection.alarms
        if not alarms:
            return []
        return list(self._of_one(alarms[0]) if len(alarms) == 1 else self._of_many(alarms))

    # One

    def _of_one(self, alarm: Alarm) -> Iterator[Section]:
        yield Section(_("Alarm"), tuple(self._facts(alarm)))
        yield Section(_("History"), tuple(self._history(alarm)))
        if what := tuple(self._work(alarm)):
            yield Section(_("What is to be done"), what)
        if cameras := tuple(self._cameras(alarm)):
            yield Section(_("Cameras that see it"), cameras)
        if (site := self._around.site(alarm)) is not None:
            yield from (s for s in site.sections if s.title == _("Protection systems"))
        if dark := self._around.dark(alarm):
            yield Section(_("Dark streets nearby"), tuple(map(self._around.dark_line, dark)))

    def _facts(self, alarm: Alarm) -> Iterator[Line]:
        district = words.district(alarm.district)
        if has_place(alarm):
            yield Line(self._said.place(alarm), district)
        else:
            yield Line(_("Its place is not known: the device did not say it"), district, tone=Tone.WARNING)
        if not self._said.is_source_known(alarm):
            yield Line(self._said.source(alarm), _("not in the registry"), tone=Tone.WARNING)
        else:
            yield Line(self._said.source(alarm), _("source"), tone=Tone.QUIET)
        state = words.word(alarm.state)
        yield Line(self._said.operator(alarm.owner) if alarm.owner else _("Nobody's yet"), state, tone=Tone.QUIET)
        if held := parking.told(alarm, self._said.operator(alarm.parking.by) if alarm.parking else ""):
            yield Line(held, tone=Tone.WARNING)
        if marks := self._said.marks(alarm):
            yield Line(" · ".join(marks), tone=Tone.WARNING)
        if others := self._onlookers(alarm):
            yield Line(_("{who} looks at it too").format(who=", ".join(others)), tone=Tone.QUIET)

    def _history(self, alarm: Alarm) -> Iterator[Line]:
        happened = [(alarm.raised_at, _("Raised"))]
        if alarm.occurrences > 1:
            again = ngettext("Again, {n} time in all", "Again, {n} times in all", alarm.occurrences)
            happened.append((alarm.last_at, again.format(n=alarm.occurrences)))
        if alarm.acknowledged_at is not None:
            who = self._said.operator(alarm.owner)
            happened.append((alarm.acknowledged_at, _("Acknowledged: {who}").format(who=who)))
        if alarm.cleared_at is not None:
            happened.append((alarm.cleared_at, _("Over")))
        if alarm.parking is not None:
            who = self._said.operator(alarm.parking.by)
            happened.append((alarm.parking.at, f"{words.word(alarm.state)}: {who}"))
        for at, what in sorted(happened, key=lambda one: one[0]):
            yield Line(what, self._said.moment(at), tone=Tone.QUIET)

    def _work(self, alarm: Alarm) -> Iterator[Line]:
        incident = self._store.picture.incidents.get(alarm.incident)
        if incident is not None:
            state = words.word(incident.status)
            yield Line(
                words.incident_title(incident), state, opens=Opens.INCIDENT, key=incident.id, priority=incident.priority
            )
        site = self._store.sites.get(alarm.site)
        book = procedure_for(tuple(self._store.procedures.values()), alarm.kind, site.kind if site else None)
        if book is not None:
            steps = ngettext("{n} step", "{n} steps", len(book.steps)).format(n=len(book.steps))
            yield Line(words.name(book.title), steps, tone=Tone.QUIET)
        if alarm.state is not AlarmState.NORMAL and (unit := self._nearby.unit(alarm)) is not None:
            away = f"{words.distance(unit.distance_m)} · {words.age(unit.eta_s)}"
            yield Line(_("Nearest: {unit}").format(unit=self._nearby.callsign(unit.unit)), away, tone=Tone.QUIET)

    def _cameras(self, alarm: Alarm) -> Iterator[Line]:
        found = self._nearby.views().nearest(
            alarm.lon, alarm.lat, own=alarm.source, site=alarm.site, limit=CAMERAS_AT_MOST
        )
        for one in found:
            if (camera := self._store.cameras.get(one.camera)) is not None:
                away = words.distance(one.distance_m)
                yield Line(words.camera(camera), away, opens=Opens.CAMERA, key=camera.id)

    def _onlookers(self, alarm: Alarm) -> list[str]:
        me = self._store.operator
        return [
            one.name
            for one in self._store.presence.values()
            if one.gaze is not None
            and (one.gaze.kind, one.gaze.id) == (Looked.ALARM, alarm.id)
            and (me is None or one.operator != me.id)
        ]

    # Several

    def _of_many(self, alarms: list[Alarm]) -> Iterator[Section]:
        kinds = Counter(alarm.kind for alarm in alarms).most_common(KINDS_AT_MOST)
        yield Section(_("Kinds"), tuple(Line(words.word(kind), str(n), tone=Tone.QUIET) for kind, n in kinds))
        states = Counter(alarm.state for alarm in alarms).most_common()
        yield Section(_("State"), tuple(Line(words.word(state), str(n), tone=Tone.QUIET) for state, n in states))
        districts = Counter(alarm.district for alarm in alarms).most_common(KINDS_AT_MOST)
        yield Section(
            _("District"), tuple(Line(words.district(code), str(n), tone=Tone.QUIET) for code, n in districts)
        )
        first, last = min(a.raised_at for a in alarms), max(a.raised_at for a in alarms)
        span = (Line(_("First"), self._said.moment(first)), Line(_("Last"), self._said.moment(last)))
        yield Section(_("History"), span)
