"""A picture, and those who work on it: what they want is decided, folded, or refused."""

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from console.center.annunciation import Rows, annunciate
from console.center.decisions import decide
from console.center.over import over
from console.center.signals import Signal
from console.domain import events as e, intents as i
from console.domain.alarms import AlarmKind, Priority
from console.domain.errors import Problem, Refused
from console.domain.events import CENTER, Event, LogEntry
from console.domain.intents import Intent
from console.domain.picture import Picture
from console.domain.session import Operator
from tests.console.center.story import ANNA, CITY, START, TEAM
from tests.console.center.town import LAT, LON, PLACE, unit


class Desk:
    """A picture, and the two who work on it."""

    def __init__(self) -> None:
        self.picture = Picture()
        self.now = START
        self.write([e.UnitAdded(unit("U0", START)), e.UnitAdded(unit("U1", START))])
        for operator in TEAM:
            self.write([e.OperatorCame(operator.name)], operator.id)

    def write(self, events: Sequence[Event], actor: str = CENTER) -> list[Event]:
        for event in events:
            self.picture.apply(LogEntry(self.picture.seq + 1, self.now, actor, event))
        return list(events)

    def signal(
        self,
        source: str = "B0",
        kind: AlarmKind = AlarmKind.FIRE,
        *,
        active: bool = True,
        priority: Priority | None = None,
    ) -> list[Event]:
        row = Rows(self.picture).find(source, kind)
        signal = Signal(source, kind, active, LON, LAT, "d", PLACE, priority=priority)
        return self.write(annunciate(self.picture, signal, self.now, row))

    def alarm(self, source: str = "B0", kind: AlarmKind = AlarmKind.FIRE) -> str:
        (raised,) = self.signal(source, kind)
        assert isinstance(raised, e.AlarmRaised)
        return raised.alarm.id

    def incident(self, *alarms: str) -> str:
        self.does(i.OpenIncident(alarms or (self.alarm(),)))
        return list(self.picture.incidents)[-1]

    def does(self, intent: Intent, actor: Operator = ANNA, seen: int | None = None) -> list[Event]:
        return self.write(decide(self.picture, intent, actor, seen, self.now, CITY), actor.id)

    def wait(self, seconds: float) -> None:
        """Time passes, units tell where they are, and the center looks at the clock."""
        self.now += seconds
        fixes = (unit.fix for unit in self.picture.units.values())
        self.picture.place([replace(fix, time=self.now) for fix in fixes if fix is not None])
        for events in over(self.picture, self.now):
            self.write(events)

    def refused(self, intent: Intent, actor: Operator = ANNA, seen: int | None = None) -> Problem:
        with pytest.raises(Refused) as refusal:
            decide(self.picture, intent, actor, seen, self.now, CITY)
        return refusal.value.problem
