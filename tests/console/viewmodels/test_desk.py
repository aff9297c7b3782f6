from collections import Counter

from pytestqt.qtbot import QtBot

from console.domain import events as e
from console.domain.alarms import AlarmKind, Priority
from console.domain.cameras import Camera, CameraOwner, Consent, Integration, PlaceKind
from console.domain.changes import Changes
from console.domain.devices import Health
from console.domain.freshness import LinkState, LinkStatus
from console.domain.incidents import Disposition, EntryKind, IncidentEntry
from console.domain.protocol import Mode
from console.domain.registry import Registry
from console.viewmodels.desk import Desk
from console.viewmodels.table import ROW_ROLE
from tests.desk import NOW, alarm, incident, store, tell, unit


class Seen:
    def __init__(self) -> None:
        self.changes: list[Changes] = []

    def refresh(self, changes: Changes) -> None:
        self.changes.append(changes)


def test_a_burst_reaches_each_reader_as_one_tick(qtbot: QtBot) -> None:
    of = store([alarm("a")])
    desk = Desk(of)
    desk.tick.now()
    seen = Seen()
    desk.tick.read_by(seen)

    for n in range(20):
        tell(of, e.AlarmRaised(alarm(f"n{n}")))
    qtbot.waitUntil(lambda: bool(seen.changes))

    assert len(seen.changes) == 1
    assert len(seen.changes[0].alarms) == 20
    assert desk.alarms.known == 21


def test_the_links_own_word_ticks_too(qtbot: QtBot) -> None:
    of = store()
    desk = Desk(of)
    desk.tick.now()
    seen = Seen()
    desk.tick.read_by(seen)

    of.link(LinkStatus(LinkState.CONNECTING, mode=Mode.EXERCISE))
    qtbot.waitUntil(lambda: bool(seen.changes))

    assert not seen.changes[0]
    assert desk.status.mode is Mode.EXERCISE


def test_choosing_an_alarm_chooses_its_incident(qtbot: QtBot) -> None:
    of = store(
        [alarm("a", incident="INC-1"), alarm("b")], incidents=[incident("INC-1", alarms=("a",)), incident("INC-2")]
    )
    desk = Desk(of)

    desk.selection.choose_alarms(["a"])
    assert desk.selection.incident_id == "INC-1"

    desk.selection.choose_incident("INC-2")
    assert desk.selection.alarm is None
    assert desk.selection.incident_id == "INC-2"

    desk.selection.choose_alarms(["b"])
    assert desk.selection.incident is None


def test_an_incident_opened_from_the_chosen_alarm_appears_on_the_card(qtbot: QtBot) -> None:
    of = store([alarm("a")])
    desk = Desk(of)
    desk.tick.now()
    desk.selection.choose_alarms(["a"])

    with qtbot.waitSignal(desk.incident.changed):
        tell(of, e.IncidentOpened(incident("INC-7", alarms=("a",))), actor="serikova")

    shown = desk.incident.incident
    assert shown is not None
    assert shown.id == "INC-7"
    assert desk.incident.open.rowCount() == 1


def test_the_timeline_tells_in_sentences_and_grows_at_its_end(qtbot: QtBot) -> None:
    log = (
        IncidentEntry(NOW - 600, "serikova", EntryKind.OPENED),
        IncidentEntry(NOW - 500, "nurlanov", EntryKind.UNIT_ASSIGNED, "", "M1"),
        IncidentEntry(NOW - 400, "M1", EntryKind.UNIT_STATUS, "on_scene", "M1"),
    )
    of = store(units=[unit("M1", callsign="M-21")], incidents=[incident("INC-1", log=log)])
    desk = Desk(of)
    desk.tick.now()
    desk.selection.choose_incident("INC-1")
    timeline = desk.incident.timeline
    resets: list[bool] = []
    timeline.modelReset.connect(lambda: resets.append(True))

    tell(of, e.IncidentNoted("INC-1", "Two men"), e.IncidentClosed("INC-1", Disposition.MINOR), actor="serikova")
    desk.tick.now()

    assert [timeline.index(n).data() for n in range(timeline.rowCount())] == [
        "10:53:22 A. Serikova opened the incident",
        "10:55:02 nurlanov sent M-21",
        "10:56:42 M-21: On scene",
        "11:03:22 Two men",
        "11:03:22 A. Serikova closed the incident: Minor",
    ]
    assert not resets
    assert desk.incident.open.rowCount() == 0


def test_the_status_tells_of_flood_ages_and_the_next_try(qtbot: QtBot) -> None:
    of = store([alarm(f"a{n}", raised_at=NOW - n) for n in range(11)])
    desk = Desk(of)
    desk.tick.now()
    assert desk.status.floods.is_flood
    assert desk.status.floods.room == 11
    assert desk.status.clock() == "11:03:22"
    assert not any(s.is_stale for s in desk.status.sources())

    of.link(LinkStatus(LinkState.OFFLINE, retry_at=1e12, reason="refused"))
    assert desk.status.link_words().startswith("Offline, next try in ")
    assert [s.source for s in desk.status.sources() if s.is_stale] == ["events", "positions"]


def test_the_nearest_units_are_of_the_agency_that_answers() -> None:
    from console.domain.units import Agency

    of = store([alarm("a", AlarmKind.FIRE)], units=[unit("P"), unit("F", agency=Agency.FIRE)])
    desk = Desk(of)
    desk.tick.now()

    desk.rank_units_for(of.picture.alarms["a"])

    assert desk.units.unit_at(0).id == "F"


def test_a_sound_is_due_for_new_and_worse_alarms_once_and_never_for_faults(  # type: ignore[no-untyped-def]
    qtbot: QtBot, monkeypatch
) -> None:
    from console.viewmodels import annunciation

    now = [1000.0]
    monkeypatch.setattr(annunciation, "monotonic", lambda: now[0])
    of = store([alarm("old", AlarmKind.FIRE), alarm("fault", AlarmKind.LAMP_OUTAGE)])
    desk = Desk(of)
    heard: list[Priority] = []
    desk.annunciation.sounded.connect(heard.append)
    desk.tick.now()
    assert heard == [Priority.P2]

    tell(of, e.AlarmRaised(alarm("p1", AlarmKind.PANIC_BUTTON)), e.AlarmRaised(alarm("p3")))
    desk.tick.now()
    now[0] += 10
    tell(of, e.AlarmRepeated("p3", Priority.P3))
    desk.tick.now()
    assert heard == [Priority.P2, Priority.P1]

    tell(of, e.AlarmRepeated("p3", Priority.P2))
    desk.tick.now()
    assert heard[2:] == [Priority.P2]


def test_a_burst_is_one_sound_and_a_summary_not_a_machine_gun(qtbot: QtBot, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    from console.viewmodels import annunciation

    now = [1000.0]
    monkeypatch.setattr(annunciation, "monotonic", lambda: now[0])
    of = store()
    desk = Desk(of)
    heard: list[Priority] = []
    summed: list[object] = []
    desk.annunciation.sounded.connect(heard.append)
    desk.annunciation.summed.connect(summed.append)

    for n in range(40):
        now[0] += 0.1
        tell(of, e.AlarmRaised(alarm(f"theft{n}")))
        desk.tick.now()
    assert heard == [Priority.P3], "what comes within five seconds has no sound of its own"

    tell(of, e.AlarmRaised(alarm("p1", AlarmKind.PANIC_BUTTON)))
    desk.tick.now()
    assert heard == [Priority.P3, Priority.P1], "but what is more urgent is heard at once"
    assert summed == [Counter({Priority.P3: 39, Priority.P1: 1})]

    tell(of, e.AlarmRaised(alarm("p1b", AlarmKind.PANIC_BUTTON)))
    desk.tick.now()
    now[0] += 3.1
    desk.annunciation.beat()
    assert heard[2:] == [Priority.P1], "and each emergency, after the first has sounded out"


def test_what_was_answered_while_it_was_held_back_is_not_heard_any_more(qtbot: QtBot, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    from console.viewmodels import annunciation

    now = [1000.0]
    monkeypatch.setattr(annunciation, "monotonic", lambda: now[0])
    of = store([alarm("a")])
    desk = Desk(of)
    heard: list[Priority] = []
    desk.annunciation.sounded.connect(heard.append)
    desk.tick.now()
    tell(of, e.AlarmRaised(alarm("b")))
    desk.tick.now()
    tell(of, e.AlarmAcknowledged("a"), e.AlarmAcknowledged("b"), actor="kim")
    desk.tick.now()

    now[0] += 60
    desk.annunciation.beat()
    assert heard == [Priority.P3]


def test_silence_holds_for_these_alarms_and_not_for_the_next(qtbot: QtBot) -> None:
    of = store([alarm("p1", AlarmKind.PANIC_BUTTON)])
    desk = Desk(of)
    desk.tick.now()
    with qtbot.waitSignal(desk.annunciation.quieted):
        desk.annunciation.silence()
    assert not desk.annunciation.is_asking

    with qtbot.waitSignal(desk.annunciation.sounded):
        tell(of, e.AlarmRaised(alarm("next", AlarmKind.HOLD_UP)))

    with qtbot.waitSignal(desk.annunciation.quieted):
        tell(of, e.AlarmAcknowledged("p1"), e.AlarmCleared("next"), actor="serikova")


def test_an_unacknowledged_p1_is_sounded_again(qtbot: QtBot, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    from console.viewmodels import annunciation

    now = [1000.0]
    monkeypatch.setattr(annunciation, "monotonic", lambda: now[0])
    of = store([alarm("p1", AlarmKind.PANIC_BUTTON)])
    desk = Desk(of)
    heard: list[Priority] = []
    desk.annunciation.sounded.connect(heard.append)
    desk.tick.now()

    for seconds, times in ((5, 1), (13, 2), (14, 2), (26, 3)):
        now[0] = 1000.0 + seconds
        desk.annunciation.beat()
        assert len(heard) == times

    desk.annunciation.silence()
    now[0] += 59
    desk.annunciation.beat()
    assert len(heard) == 3
    now[0] += 2
    desk.annunciation.beat()
    assert len(heard) == 4


def test_an_unacknowledged_p1_is_sounded_again_in_a_flood_too(qtbot: QtBot, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    from console.viewmodels import annunciation

    now = [1000.0]
    monkeypatch.setattr(annunciation, "monotonic", lambda: now[0])
    of = store([alarm("p1", AlarmKind.PANIC_BUTTON)])
    desk = Desk(of)
    desk.tick.now()
    heard: list[Priority] = []
    desk.annunciation.sounded.connect(heard.append)

    for second in range(1, 26):
        now[0] += 1
        tell(of, e.AlarmRaised(alarm(f"theft{second}")))
        desk.tick.now()
        desk.annunciation.beat()

    assert heard.count(Priority.P1) == 2


def test_the_timeline_calls_an_operator_who_has_logged_in_by_name(qtbot: QtBot) -> None:
    of = store(incidents=[incident("INC-1")])
    tell(of, e.OperatorCame("Д. Ким"), e.IncidentNoted("INC-1", "Two men"), actor="kim")
    desk = Desk(of)
    desk.tick.now()
    desk.selection.choose_incident("INC-1")
    timeline = desk.incident.timeline
    line = timeline.data(timeline.index(timeline.rowCount() - 1, 0), ROW_ROLE)
    assert line.by == "Д. Ким"


def test_an_alarms_cameras_are_those_that_give_a_picture_now_and_its_own(qtbot: QtBot) -> None:
    look = PlaceKind.STREET, 180, 90, 300, "", "", ""

    def camera(number: int, consent: Consent = Consent.GIVEN) -> Camera:
        owned = CameraOwner.BUSINESS, Integration.INTEGRATED, consent
        return Camera(f"C{number}", 76.93, 43.2502 + number * 0.0001, "751110000", *owned, *look)

    of = store([alarm("a", source="C1", lon=76.93, lat=43.25)])
    of.enroll(Registry("almaty", 1, 0, [camera(n) for n in range(5)], [], [], [], []))
    desk, at = Desk(of), of.picture.alarms["a"]
    assert desk.cameras_for(at, limit=3) == ["C1", "C0", "C2"]
    tell(of, e.DeviceChanged("C0", Health.OFFLINE), e.ConsentChanged("C2", Consent.WITHHELD, ""))
    assert desk.cameras_for(at, limit=3) == ["C1", "C3", "C4"]
    tell(of, e.DeviceChanged("C1", Health.OFFLINE))
    assert desk.cameras_for(at, limit=3) == ["C1", "C3", "C4"], "its own tile says why it is dark"
    assert desk.cameras_near(at.lon, at.lat, limit=3) == ["C3", "C4"]
