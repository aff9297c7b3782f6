"""Stories for Hypothesis: what operators want and what the world says, in any order, on a small city.

Each step of a story is a number that draws, by lot, what happens next among what can happen to the things there are
then: so stories go deep (an incident is merged, its other half split off again), and shrink by leaving steps out.
"""

from collections.abc import Callable, Iterable, Sequence
from random import Random

from hypothesis import strategies as st

from console.center.annunciation import Rows, annunciate, device_told, unit_told
from console.center.city import City
from console.center.decisions import decide
from console.center.over import over
from console.center.signals import DeviceReport, Signal, UnitReport
from console.domain import intents as i
from console.domain.alarms import AlarmKind, Priority
from console.domain.devices import Health
from console.domain.errors import Refused
from console.domain.events import CENTER, Event, LogEntry, OperatorCame, UnitAdded
from console.domain.incidents import CallLine, Disposition, Incident, IncidentStatus
from console.domain.intents import Intent
from console.domain.picture import Picture
from console.domain.procedures import Procedure, Step
from console.domain.registry import Registry
from console.domain.session import Operator, Role
from console.domain.sites import PanicButton, Site, SiteKind
from console.domain.units import Agency, AssignmentState, Fix, UnitStatus
from console.domain.zones import Crossing, Drawing, Watch, Way, ZoneKind
from tests.console.center.town import LAT, LON, PLACE, UNITS, unit

ANNA = Operator("anna", "Anna", Role.DUTY_OFFICER)
BOLAT = Operator("bolat", "Bolat", Role.SUPERVISOR)
ALIYA = Operator("aliya", "Aliya", Role.DUTY_OFFICER)
TEAM = (ANNA, BOLAT, ALIYA)
START = 1_750_000_000.0

PROCEDURE = Procedure(
    "call_for_help",
    PLACE,
    (AlarmKind.PANIC_BUTTON, AlarmKind.HOLD_UP),
    (Step("look", PLACE, mandatory=True), Step("send", PLACE, 60.0, mandatory=True), Step("tell", PLACE)),
)
AT_SCHOOL = Procedure("at_school", PLACE, (AlarmKind.FIRE,), (Step("send", PLACE),), (SiteKind.SCHOOL,))
SOURCES = ("B0", "B1", "B2")
CITY = City(
    Registry(
        *("town", 1, 0, []),
        [PanicButton(button, LON, LAT, "d", "", "", "") for button in SOURCES],
        [Site("S1", SiteKind.SCHOOL, PLACE, LON, LAT, "d", ())],
        *([], []),
    ),
    (PROCEDURE, AT_SCHOOL),
    lambda lon, lat: "d",
)
"""What stands around the stories' desk."""

CREWS = UNITS[:3]
KINDS = (AlarmKind.PANIC_BUTTON, AlarmKind.FIRE, AlarmKind.CAMERA_OFFLINE)
RINGS = (((LON, LAT), (LON + 0.01, LAT), (LON, LAT + 0.01)), ((LON, LAT), (LON + 0.02, LAT), (LON, LAT + 0.02)))
REASONS = ("needed elsewhere", "needed elsewhere", "needed elsewhere", "", " ")
WAITS_S = (1.0, 1.0, 30.0, 700.0)
LASTS_S = (60.0, 3_600.0, 3_600.0, -1.0, 1e6)
HELPERS = (Agency.FIRE, Agency.GAS)

_numbers = st.integers(0, 2**32 - 1)
steps = st.lists(_numbers, max_size=40) | st.lists(_numbers, min_size=40, max_size=120)
"""The first are what the second shrink to."""


def told(story: Iterable[int]) -> tuple[Picture, list[LogEntry]]:
    """Live through a story: the picture at its end and all entries it wrote."""
    teller = _Teller()
    teller.begin()
    for number in story:
        teller.go_on(Random(number))
    return teller.picture, teller.entries


class _Teller:
    """Carries a story out."""

    def __init__(self) -> None:
        self.picture = Picture()
        self.entries: list[LogEntry] = []
        self.now = START

    def begin(self) -> None:
        """A few things are there from the first: in an empty city most wishes come to nothing."""
        self.write([UnitAdded(unit(id_, START)) for id_ in CREWS], CENTER)
        for operator in TEAM:
            self.write([OperatorCame(operator.name)], operator.id)
        for source, kind in zip(SOURCES, KINDS, strict=True):
            self.hear(Signal(source, kind, True, LON, LAT, "d", PLACE, "S1" if source == "B1" else ""))
        self.want(ANNA, i.OpenIncident(("A7", "A8")))
        self.want(BOLAT, i.OpenCall(AlarmKind.HOLD_UP, LON, LAT, "Abay", CallLine.POLICE_102, "help"))
        self.want(ANNA, i.AssignUnit("I10", CREWS[0]))

    def go_on(self, lot: Random) -> None:
        """The next step."""
        self.now += lot.choice(WAITS_S)
        self.picture.place([Fix(u.id, LON, LAT, 0, 0, self.now) for u in self.picture.units.values() if u.fix])
        for events in over(self.picture, self.now):
            self.write(events, CENTER)
        if lot.random() < 0.3:
            self.hear(_word(lot))
        else:
            self.want(lot.choice(TEAM), lot.choice(WISHES)(_Wish(self.picture, lot, self.now)))

    def hear(self, word: Signal | UnitReport | DeviceReport) -> None:
        """The world says something."""
        picture = self.picture
        match word:
            case Signal():
                row = Rows(picture).find(word.source, word.kind, word.crossing)
                self.write(annunciate(picture, word, self.now, row), CENTER)
            case UnitReport():
                self.write(unit_told(picture, word), CENTER)
            case DeviceReport():
                self.write(device_told(picture, word), CENTER)

    def want(self, actor: Operator, intent: Intent) -> None:
        """Somebody wants something; it is done or refused."""
        try:
            events = decide(self.picture, intent, actor, None, self.now, CITY)
        except Refused:
            return
        assert events
        self.write(events, actor.id)

    def write(self, events: Sequence[Event], actor: str) -> None:
        """Fold events and keep them."""
        for event in events:
            entry = LogEntry(self.picture.seq + 1, self.now, actor, event)
            self.picture.apply(entry)
            self.entries.append(entry)


def _word(lot: Random) -> Signal | UnitReport | DeviceReport:
    crew, source = lot.choice(CREWS), lot.choice(SOURCES)
    match lot.randrange(6):
        case 0 | 1:
            priority = lot.choice([None, None, Priority.P1])
            return Signal(source, lot.choice(KINDS), lot.random() < 0.5, LON, LAT, "d", PLACE, priority=priority)
        case 2:
            crossing = Crossing(lot.choice(["Z4", "Z5"]), lot.choice([Way.ENTER, Way.LEAVE]))
            active = lot.random() < 0.5
            return Signal(crew, AlarmKind.GEOFENCE, active, LON, LAT, "d", PLACE, crossing=crossing)
        case 3:
            return UnitReport(crew, status=lot.choice(list(UnitStatus)))
        case 4:
            return UnitReport(crew, answer=lot.choice(list(AssignmentState)))
        case _:
            return DeviceReport(source, lot.choice(list(Health)))


class _Wish:
    """What a wish is made of: some of the things that there are."""

    def __init__(self, picture: Picture, lot: Random, now: float) -> None:
        self.picture, self.lot, self.now = picture, lot, now

    def alarm(self) -> str:
        return self._one(self.picture.alarms)

    def alarms(self) -> tuple[str, ...]:
        return tuple(self.alarm() for _ in range(self.lot.randint(1, 3)))

    def incident(self) -> str:
        """Rather one that is open."""
        still_open = [incident.id for incident in self.picture.incidents.values() if incident.is_open]
        return self._one(still_open if still_open and self.lot.random() < 0.8 else self.picture.incidents)

    def closed(self) -> str:
        return self._one([incident.id for incident in self.picture.incidents.values() if not incident.is_open])

    def known(self) -> Incident:
        return self.picture.incidents[self.incident()]

    def unit(self) -> str:
        return self.lot.choice(CREWS)

    def reason(self) -> str:
        return self.lot.choice(REASONS)

    def until(self) -> float:
        return self.now + self.lot.choice(LASTS_S)

    def maybe_until(self) -> float | None:
        return self.lot.choice([None, self.until()])

    def drawing(self) -> Drawing:
        watch = self.lot.choice([None, Watch(self.lot.choice(list(Way)))])
        return Drawing(self.lot.choice(list(ZoneKind)), "Stadium", self.lot.choice(RINGS), watch)

    def zone(self) -> str:
        return self._one(self.picture.zones)

    def any_of(self, *things: str) -> str:
        return self.lot.choice(things)

    def part(self) -> i.SplitIncident:
        incident = self.known()
        alarms = self.lot.sample(incident.alarms, min(len(incident.alarms), self.lot.randint(1, 2)))
        return i.SplitIncident(incident.id, tuple(alarms) or ("A1",), incident.units[: self.lot.randrange(2)])

    def task(self) -> i.MarkTask:
        incident = self.known()
        return i.MarkTask(incident.id, self._one([task.id for task in incident.tasks]), self.lot.random() < 0.6)

    def _one(self, things: Iterable[str]) -> str:
        return self.lot.choice([*things] or ["nothing"])


WISHES: tuple[Callable[[_Wish], Intent], ...] = (
    lambda w: i.Acknowledge(w.alarm()),
    lambda w: i.AcknowledgeMany(tuple(i.Seen(alarm, w.picture.seq) for alarm in w.alarms())),
    lambda w: i.TakeOver(w.alarm()),
    lambda w: i.GiveAlarms(w.alarms(), w.any_of("anna", "bolat", "nobody")),
    lambda w: i.Shelve(w.alarm(), w.reason(), w.until()),
    lambda w: i.Shelve(w.alarm(), w.reason(), w.until()),
    lambda w: i.Suppress(w.alarm(), w.reason(), w.maybe_until()),
    lambda w: i.RemoveFromService(w.alarm(), w.reason(), w.maybe_until()),
    lambda w: i.ReturnAlarm(w.alarm()),
    lambda w: i.OpenIncident(w.alarms()),
    lambda w: i.OpenIncident((w.alarm(),)),
    lambda w: i.OpenCall(
        w.lot.choice(KINDS), LON, LAT, "Abay", CallLine.RADIO, "help", site=w.any_of("", "", "S1", "S9")
    ),
    lambda w: i.LinkAlarms(w.incident(), w.alarms()),
    lambda w: i.LinkIncidents(w.incident(), w.incident()),
    lambda w: i.MergeIncidents(w.incident(), w.incident()),
    lambda w: w.part(),
    lambda w: i.Reclassify(w.incident(), w.lot.choice(KINDS), w.lot.choice(list(Priority))),
    lambda w: i.SetLead(w.incident(), w.lot.choice(list(Agency))),
    lambda w: i.RequestAgency(w.incident(), w.lot.choice(HELPERS), "please come"),
    lambda w: i.AnswerRequest(w.incident(), w.lot.choice(HELPERS), w.lot.random() < 0.5),
    lambda w: i.AddTask(w.incident(), "ask the guard"),
    lambda w: w.task(),
    lambda w: i.MarkStep(w.incident(), w.any_of("look", "send", "tell", "unknown"), w.any_of("", "", "", "no camera")),
    lambda w: i.MarkStep(w.incident(), w.any_of("look", "send")),
    lambda w: i.ReopenStep(w.incident(), w.any_of("look", "send")),
    lambda w: i.OrderRepair(w.any_of(*SOURCES, "B9"), "does not work", w.any_of("", w.incident())),
    lambda w: i.SetIncidentStatus(w.incident(), w.lot.choice(list(IncidentStatus))),
    lambda w: i.CloseIncident(w.incident(), w.lot.choice(list(Disposition))),
    lambda w: i.CloseIncident(w.incident(), w.lot.choice(list(Disposition))),
    lambda w: i.ReopenIncident(w.closed(), w.reason()),
    lambda w: i.AddNote(w.incident(), "seen"),
    lambda w: i.AssignUnit(w.incident(), w.unit(), w.reason()),
    lambda w: i.AssignUnit(w.incident(), w.unit()),
    lambda w: i.StandDown(w.unit(), w.reason()),
    lambda w: i.CheckIn(w.unit()),
    lambda w: i.SetUnitStatus(w.unit(), w.lot.choice(list(UnitStatus))),
    lambda w: i.SendMessage((w.unit(), w.unit()), "where are you", w.lot.random() < 0.5),
    lambda w: i.DrawZone(w.drawing()),
    lambda w: i.ChangeZone(w.zone(), w.drawing()),
    lambda w: i.RemoveZone(w.zone()),
)
"""All that can be wanted; what is there twice is rarely possible."""
