"""Steps of a procedure that are done by doing what they ask for, whatever key it was done with."""

from msgspec.structs import replace

from console.center.city import City
from console.center.decisions import decide
from console.domain import events as e, intents as i
from console.domain.alarms import AlarmKind
from console.domain.events import CENTER, Event, LogEntry
from console.domain.incidents import CallLine, Disposition
from console.domain.picture import Picture
from console.domain.procedures import Procedure, Step, StepAction
from console.domain.registry import Registry
from console.domain.text import LocalText
from console.domain.units import Agency
from console.domain.zones import Drawing, ZoneKind
from tests.console.center.story import ANNA, START
from tests.console.center.town import LAT, LON, unit
from tests.desk import alarm

WORDS = LocalText("р", "қ", "e")
FIRE = Procedure(
    "fire",
    WORDS,
    (AlarmKind.FIRE,),
    (
        Step("acknowledge", WORDS, action=StepAction.ACKNOWLEDGE),
        Step("fire_service", WORDS, mandatory=True, action=StepAction.REQUEST_AGENCY, agency=Agency.FIRE),
        Step("ambulance", WORDS, action=StepAction.REQUEST_AGENCY, agency=Agency.AMBULANCE),
        Step("dispatch", WORDS, mandatory=True, action=StepAction.DISPATCH_NEAREST),
        Step("cameras", WORDS, action=StepAction.OPEN_CAMERAS),
        Step("cordon", WORDS, mandatory=True, action=StepAction.DRAW_CORDON),
    ),
)
HELPERS = {"GAS": Agency.GAS, "FIRE": Agency.FIRE}
CITY = City(Registry("", 0, 0, [], [], [], [], []), [FIRE])


class Room:
    """A picture that grows by what is decided."""

    def __init__(self) -> None:
        self.picture = Picture()
        self._write([e.UnitAdded(unit("U0", START)), e.AlarmRaised(alarm("A1", AlarmKind.FIRE, lon=LON, lat=LAT))])

    def want(self, intent: i.Intent) -> list[Event]:
        """The steps that are done with it."""
        events = decide(self.picture, intent, ANNA, None, START, CITY)
        self._write(events, ANNA.id)
        return [event for event in events if isinstance(event, e.StepMarked)]

    @property
    def incident(self) -> str:
        return next(iter(self.picture.incidents))

    def _write(self, events: list[Event], actor: str = CENTER) -> None:
        for event in events:
            self.picture.apply(LogEntry(self.picture.seq + 1, START, actor, event))


def test_opening_an_incident_takes_its_alarms_in_hand() -> None:
    room = Room()

    assert room.want(i.OpenIncident(("A1",))) == [e.StepMarked(room.incident, "acknowledge")]
    assert room.picture.incidents[room.incident].steps["acknowledge"].by == ANNA.id


def test_whoever_sends_a_unit_has_done_that_step_and_only_once() -> None:
    room = Room()
    room.want(i.OpenIncident(("A1",)))

    assert room.want(i.AssignUnit(room.incident, "U0")) == [e.StepMarked(room.incident, "dispatch")]
    room.want(i.StandDown("U0", "not needed"))
    assert room.want(i.AssignUnit(room.incident, "U0")) == []


def test_a_crew_of_an_agency_that_only_helps_is_not_the_one_that_was_to_be_sent() -> None:
    room = Room()
    room.want(i.OpenIncident(("A1",)))
    room._write([e.UnitAdded(replace(unit(name, START), agency=agency)) for name, agency in HELPERS.items()])

    assert room.want(i.AssignUnit(room.incident, "GAS")) == []
    assert room.want(i.AssignUnit(room.incident, "FIRE")) == [e.StepMarked(room.incident, "dispatch")], "to a fire"


def test_asking_one_agency_does_the_step_of_that_one() -> None:
    room = Room()
    room.want(i.OpenIncident(("A1",)))

    marked = room.want(i.RequestAgency(room.incident, Agency.FIRE, "smoke on the third floor"))

    assert marked == [e.StepMarked(room.incident, "fire_service")]


def cordon(incident: str, kind: ZoneKind = ZoneKind.CORDON) -> Drawing:
    return Drawing(kind, "Around the house", ((LON, LAT), (LON + 0.01, LAT), (LON, LAT + 0.01)), incident=incident)


def test_a_cordon_that_was_drawn_for_the_incident_is_its_step() -> None:
    room = Room()
    room.want(i.OpenIncident(("A1",)))

    assert room.want(i.DrawZone(cordon(""))) == [], "it is of no incident"
    assert room.want(i.DrawZone(cordon(room.incident, ZoneKind.GEOFENCE))) == []
    assert room.want(i.DrawZone(cordon(room.incident))) == [e.StepMarked(room.incident, "cordon")]
    assert room.want(i.DrawZone(cordon(room.incident))) == [], "it is done already"


def test_a_cordon_that_is_given_to_the_incident_later_counts_as_well() -> None:
    room = Room()
    room.want(i.OpenIncident(("A1",)))
    room.want(i.DrawZone(cordon("")))
    (zone,) = room.picture.zones

    assert room.want(i.ChangeZone(zone, cordon(room.incident))) == [e.StepMarked(room.incident, "cordon")]


def test_a_cordon_of_an_incident_that_is_over_marks_nothing_any_more() -> None:
    room = Room()
    room.want(i.OpenIncident(("A1",)))
    room.want(i.DrawZone(cordon(room.incident)))
    (zone,) = room.picture.zones
    room.want(i.ReopenStep(room.incident, "cordon"))
    room._write([e.IncidentClosed(room.incident, Disposition.FOUNDED)])

    assert room.want(i.ChangeZone(zone, cordon(room.incident))) == []


def test_a_call_acknowledges_nothing() -> None:
    assert Room().want(i.OpenCall(AlarmKind.FIRE, LON, LAT, "Abay", CallLine.POLICE_102, "smoke")) == []


def test_an_alarm_that_came_later_is_acknowledged_with_the_step() -> None:
    room = Room()
    room.want(i.OpenIncident(("A1",)))
    room.want(i.ReopenStep(room.incident, "acknowledge"))
    late = alarm("A2", AlarmKind.FIRE, lon=LON, lat=LAT)
    room._write([e.AlarmRaised(late), e.AlarmsLinked(room.incident, ("A2",))])

    assert room.want(i.Acknowledge("A2")) == [e.StepMarked(room.incident, "acknowledge")]


def test_an_incident_without_a_procedure_has_no_steps_to_do() -> None:
    room = Room()
    room._write([e.AlarmRaised(alarm("A3", AlarmKind.THEFT, lon=LON, lat=LAT))])
    assert room.want(i.OpenIncident(("A3",))) == []
    assert room.want(i.AssignUnit(room.incident, "U0")) == []
