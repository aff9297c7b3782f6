from pytestqt.qtbot import QtBot

from console.domain.alarms import AlarmKind, AlarmState, Parking
from console.domain.presence import Gaze, Looked, Present
from console.domain.registry import Registry
from console.domain.session import Role
from console.domain.sites import ProtectionSystem, Site, SiteKind, SystemKind
from console.domain.text import LocalText
from console.state.store import Store
from console.viewmodels.desk import Desk
from console.viewmodels.passport import Opens
from tests.desk import NOW, alarm, incident, store, unit


def desk_of(of: Store, *chosen: str) -> Desk:
    desk = Desk(of)
    desk.tick.now()
    desk.selection.choose_alarms(chosen)
    return desk


def lines(desk: Desk) -> dict[str, list[str]]:
    return {
        section.title: [" | ".join(part for part in (line.text, line.value) if part) for line in section.lines]
        for section in desk.alarm_card.sections()
    }


def test_nothing_chosen_says_nothing(qtbot: QtBot) -> None:
    desk = desk_of(store([alarm("a")]))
    assert (desk.alarm_card.title(), desk.alarm_card.sections()) == ("", [])


def test_the_card_tells_who_did_what_when_and_what_is_to_be_done(qtbot: QtBot) -> None:
    shelved = alarm(
        "a",
        AlarmKind.FIGHT,
        state=AlarmState.SHELVED,
        occurrences=3,
        owner="kim",
        acknowledged_at=NOW - 30,
        parking=Parking("kim", NOW - 20, "works", NOW + 900),
        incident="INC-1",
    )
    of = store([shelved], [unit("M21")], [incident("INC-1", alarms=("a",))])
    of.picture.operators["kim"] = "D. Kim"
    desk = desk_of(of, "a")

    said = lines(desk)

    assert desk.alarm_card.title() == "P2 Fight"
    assert said["Alarm"][0] == "Abay Ave | Almaly"
    assert "Shelved until 11:18 by D. Kim: works" in said["Alarm"]
    assert said["History"] == [
        "Raised | 11:02:22",
        "Again, 3 times in all | 11:02:22",
        "Acknowledged: D. Kim | 11:02:52",
        "Shelved: D. Kim | 11:03:02",
    ]
    assert said["What is to be done"][0] == "INC-1 · Fight | In progress"
    assert said["What is to be done"][-1].startswith("Nearest: M21")
    opened = [line.opens for section in desk.alarm_card.sections() for line in section.lines if line.opens]
    assert opened == [Opens.INCIDENT]


def test_a_time_of_another_day_has_its_date(qtbot: QtBot) -> None:
    desk = desk_of(store([alarm("a", raised_at=NOW - 30 * 3600)]), "a")
    assert lines(desk)["History"] == ["Raised | 2025-11-21 05:03"]


def test_a_guarded_site_shows_its_protection_systems_beside_the_alarm(qtbot: QtBot) -> None:
    of = store([alarm("a", AlarmKind.INTRUSION, site="S1", source="SYS-1")])
    system = ProtectionSystem("SYS-1", SystemKind.FIRE_ALARM, NOW - 86_400)
    school = LocalText("Школа", "Мектеп", "School")
    site = Site("S1", SiteKind.SCHOOL, school, 76.93, 43.25, "751110000", (system,))
    of.enroll(Registry("almaty", 1, 0, [], [], [site], [], []))
    desk = desk_of(of, "a")

    said = lines(desk)
    assert said["Alarm"][:2] == ["School | Almaly", "SYS-1 | source"]
    assert said["Protection systems"] == ["Fire alarm | In order"]


def test_who_else_looks_at_it_is_said(qtbot: QtBot) -> None:
    of = store([alarm("a")])
    gaze = Gaze(Looked.ALARM, "a")
    of.presence = {
        "kim": Present("kim", "D. Kim", Role.SUPERVISOR, NOW, gaze),
        "serikova": Present("serikova", "A. Serikova", Role.DUTY_OFFICER, NOW, gaze),
        "omarov": Present("omarov", "O. Omarov", Role.DUTY_OFFICER, NOW),
    }
    assert "D. Kim looks at it too" in lines(desk_of(of, "a"))["Alarm"]


def test_several_are_summed_up(qtbot: QtBot) -> None:
    of = store([alarm("a", raised_at=NOW - 90), alarm("b", AlarmKind.FIRE), alarm("c", district="751910000")])
    desk = desk_of(of, "a", "b", "c")

    said = lines(desk)

    assert desk.alarm_card.title() == "3 alarms"
    assert said["Kinds"] == ["Theft | 2", "Fire | 1"]
    assert said["State"] == ["New | 3"]
    assert said["History"] == ["First | 11:01:52", "Last | 11:02:22"]


def test_the_card_is_said_anew_when_what_is_chosen_changes(qtbot: QtBot) -> None:
    desk = desk_of(store([alarm("a")]), "a")
    with qtbot.waitSignal(desk.alarm_card.changed):
        desk.selection.choose_alarms(())
