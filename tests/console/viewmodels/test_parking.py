import pytest

from console import clock
from console.domain.alarms import LONGEST_SHELF_S, Act, AlarmState, Parking
from console.domain.intents import RemoveFromService, Shelve, Suppress
from console.viewmodels import parking
from tests.desk import NOW, alarm


def test_a_shelf_always_ends_and_not_too_late() -> None:
    ends = [choice.at for choice in parking.choices(Act.SHELVE, NOW)]

    assert ends[:2] == [NOW + 900, NOW + 3600]
    assert all(end is not None and NOW < end < NOW + LONGEST_SHELF_S for end in ends)


def test_what_a_supervisor_keeps_quiet_may_stay_so() -> None:
    assert parking.choices(Act.SUPPRESS, NOW)[-1].at is None


@pytest.mark.parametrize(("hour", "ends"), [(3, 8), (8, 20), (19, 20), (20, 8), (23, 8)])
def test_a_shift_ends_at_eight(hour: int, ends: int) -> None:
    now = clock.local(NOW).replace(hour=hour, minute=0, second=0).timestamp()

    end = parking.end_of_shift(now)
    assert clock.local(end).hour == ends
    assert 0 < end - now <= 12 * 3600


def test_each_way_is_an_intent_of_its_own() -> None:
    one = alarm("a")
    assert parking.intent(Act.SHELVE, one, "why", 9.0) == Shelve("a", "why", 9.0)
    assert parking.intent(Act.SUPPRESS, one, "why", None) == Suppress("a", "why", None)
    assert parking.intent(Act.REMOVE_FROM_SERVICE, one, "why", None) == RemoveFromService("a", "why", None)


def test_what_is_parked_says_why_until_when_and_by_whom() -> None:
    held = alarm("a", state=AlarmState.SHELVED, parking=Parking("kim", NOW, "works", NOW + 900))

    assert parking.told(held, "D. Kim") == "Shelved until 11:18 by D. Kim: works"
    assert parking.told(alarm("b"), "") == ""
