"""What an alarm says on screen: its place, its owner, its age; one for rows, cards and what is read aloud."""

from console.domain.alarms import STALE_AFTER_S, Alarm, AlarmState, Priority
from console.domain.sites import ProtectionSystem
from console.language import _
from console.state.store import Store
from console.viewmodels import places, words

ANSWER_WITHIN_S = {Priority.P1: 10.0, Priority.P2: 60.0, Priority.P3: 300.0, Priority.P4: 1800.0}
"""Target time from raising to acknowledging. P1: 90 % answered within 10 s, P2: processed within 60 s (NFPA 1225,
2022); P3 and P4 are assumptions of ours."""

OLDEST_S = 999 * 86_400.0
FIRST_MOMENT, LAST_MOMENT = 946_684_800.0, 4_102_444_800.0
"""The years 2000 and 2100: what a device says of other times is wrong."""

TEXT_LIMIT = 200
"""Characters of a foreign text that a row takes over; a device may send anything."""


class AlarmWords:
    """Words for the alarms of a store, in the operator's language at the time of asking."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def age(self, alarm: Alarm) -> float:
        """Seconds since it was raised, by the center's clock; 0 for one from the future, ``OLDEST_S`` at most."""
        return min(OLDEST_S, max(0.0, self._store.clock.now() - alarm.raised_at))

    def is_stale(self, alarm: Alarm) -> bool:
        """Whether it is a stale alarm (> 24 h, ISA-18.2)."""
        return self.age(alarm) > STALE_AFTER_S

    def is_clock_wrong(self, alarm: Alarm) -> bool:
        """Whether its device claims a time that has not come (by more than a minute), or one before our age."""
        return not FIRST_MOMENT < alarm.raised_at <= self._store.clock.now() + 60.0

    def moment(self, at: float) -> str:
        """A time of the alarm's history: of today as a time of day, else with its date; a dash for an absurd one."""
        if not FIRST_MOMENT < at < LAST_MOMENT:
            return "–"
        time = words.time_of_day(at)
        return time if words.day(at) == words.day(self._store.clock.now()) else f"{words.day(at)} {time[:5]}"

    def lateness(self, alarm: Alarm) -> float | None:
        """Part of its target time that has gone by, 1 and more: late; None for what was acknowledged or is parked."""
        if not alarm.is_unacknowledged:
            return None
        return self.age(alarm) / ANSWER_WITHIN_S[alarm.priority]

    def source(self, alarm: Alarm) -> str:
        """The id of what raised it."""
        return " ".join(alarm.source[:TEXT_LIMIT].split())

    def operator(self, operator_id: str) -> str:
        """An operator's name: "me" for the one at this console."""
        me = self._store.operator
        if me is not None and operator_id == me.id:
            return _("me")
        return self._store.picture.operators.get(operator_id, operator_id)

    def place(self, alarm: Alarm) -> str:
        """Where it is: the site's name, the place's or the map's, else its source; at a zone's edge also who."""
        if alarm.crossing is not None:
            unit = self._store.picture.units.get(alarm.source)
            callsign = alarm.source if unit is None else unit.callsign
            return words.crossing(alarm.crossing.way, callsign, words.name(alarm.place))
        site = self._store.sites.get(alarm.site)
        named = words.name(site.name) if site else ""
        called = named or places.called(alarm.place, alarm.lon, alarm.lat) or alarm.source
        return " ".join(called[:TEXT_LIMIT].split())

    def is_source_known(self, alarm: Alarm) -> bool:
        """Whether a device, unit or site of the registry has raised it."""
        store, source = self._store, alarm.source
        if store.registry is None:
            return True
        return (
            source in store.cameras
            or source in store.buttons
            or source in store.picture.units
            or source in store.sites
            or any(system.id == source for system in self._systems(alarm))
            or any(segment.id == source for segment in store.registry.lighting)
        )

    def state(self, alarm: Alarm) -> str:
        """How it stands, in a word or with its owner's name."""
        if alarm.state is AlarmState.ACKNOWLEDGED and alarm.owner:
            return self.operator(alarm.owner)
        return words.word(alarm.state)

    def marks(self, alarm: Alarm) -> list[str]:
        """What is peculiar about it: repeats, chattering, stale, a clock that is wrong."""
        marks = (
            f"×{alarm.occurrences}" if alarm.occurrences > 1 else "",
            _("chattering") if alarm.is_chattering else "",
            _("stale alarm") if self.is_stale(alarm) else "",
            _("wrong clock") if self.is_clock_wrong(alarm) else "",
        )
        return [mark for mark in marks if mark]

    def said(self, alarm: Alarm) -> str:
        """All words of its row in lower case, for the text filter."""
        parts = (
            words.word(alarm.kind),
            self.place(alarm),
            words.name(alarm.place),
            words.district(alarm.district),
            alarm.source,
            alarm.id,
            alarm.owner,
            self._store.picture.operators.get(alarm.owner, ""),
            alarm.incident,
        )
        return "\n".join(parts).lower()

    def _systems(self, alarm: Alarm) -> tuple[ProtectionSystem, ...]:
        site = self._store.sites.get(alarm.site)
        return site.systems if site else ()
