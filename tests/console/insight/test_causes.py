from hypothesis import given, strategies as st

from console.domain.alarms import AlarmKind, Priority
from console.insight.causes import Causes, causes
from tests.desk import NOW, alarm


def offline(number: int, *, at: float = 0.0, east: float = 0.0, **fields: object) -> "object":
    return alarm(f"c{number}", AlarmKind.CAMERA_OFFLINE, raised_at=NOW + at, lon=76.93 + east, **fields)


def groups(*alarms: object) -> list[set[str]]:
    return sorted((g for g in causes(alarms).values() if len(g) > 1), key=min)  # type: ignore[arg-type]


def test_a_power_cut_that_takes_400_cameras_offline_is_one_cause() -> None:
    cut = [offline(n, at=n * 0.2, east=(n % 20) * 0.0005, lat=43.25 + n // 20 * 0.0005) for n in range(400)]

    assert groups(*cut) == [{f"c{n}" for n in range(400)}]


def test_what_lies_apart_in_time_place_kind_or_district_has_another_cause() -> None:
    assert groups(offline(1), offline(2, at=300)) == []
    assert groups(offline(1), offline(2, east=0.05)) == []
    assert groups(offline(1), alarm("lamp", AlarmKind.LAMP_OUTAGE, raised_at=NOW)) == []
    assert groups(offline(1), offline(2, district="751910000")) == []
    assert groups(offline(1), offline(2, at=100), offline(3, at=200)) == [{"c1", "c2", "c3"}], "each brings the next"


def test_a_call_for_help_is_never_one_of_many() -> None:
    pressed = [alarm(f"p{n}", AlarmKind.PANIC_BUTTON) for n in range(5)]

    assert groups(*pressed) == []


def test_what_becomes_an_emergency_leaves_its_group() -> None:
    sorter = Causes()
    sorter.sort_in([alarm("a"), alarm("b")])
    assert sorter.of("a") == sorter.of("b") != ""

    sorter.sort_in([alarm("a", priority=Priority.P1)])
    assert sorter.of("a") == ""


def test_causes_that_turn_out_to_be_one_are_merged_and_it_is_said_who_moved() -> None:
    sorter = Causes()
    west, east = offline(1), offline(2, east=0.025)
    sorter.sort_in([west, east])  # type: ignore[list-item]
    assert sorter.of("c1") != sorter.of("c2")

    moved = sorter.sort_in([offline(3, east=0.0125)])  # type: ignore[list-item]
    assert len(moved) == 1
    assert sorter.of("c1") == sorter.of("c2") == sorter.of("c3")


def test_a_cause_of_which_all_are_over_takes_nobody_in_any_more() -> None:
    sorter = Causes()
    sorter.sort_in([offline(1)])  # type: ignore[list-item]
    sorter.forget(["c1"])
    sorter.sort_in([offline(2, at=1)])  # type: ignore[list-item]

    assert sorter.of("c1") == ""
    assert sorter.of("c2") == "c2"


KINDS = (AlarmKind.CAMERA_OFFLINE, AlarmKind.THEFT, AlarmKind.PANIC_BUTTON)
ANY = st.builds(
    lambda n, kind, at, east: alarm(f"a{n}", kind, raised_at=NOW + at, lon=76.9 + east / 1000),
    st.integers(0, 60),
    st.sampled_from(KINDS),
    st.integers(0, 600),
    st.integers(0, 80),
)


@given(st.lists(ANY, unique_by=lambda a: a.id, max_size=60))
def test_members_of_a_cause_are_alike_and_everybody_has_one(found: list) -> None:
    by_id = {a.id: a for a in found}
    made = causes(found)

    assert sorted(i for members in made.values() for i in members) == sorted(by_id)
    for members in made.values():
        assert len({(by_id[i].kind, by_id[i].district) for i in members}) == 1
        assert len(members) == 1 or all(by_id[i].priority is not Priority.P1 for i in members)
