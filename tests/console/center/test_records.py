"""The record of a camera: what was kept, less what could not be; and what is told where there is none."""

import itertools

import httpx
import msgspec
import pytest
from hypothesis import given, strategies as st

from console.center.recorder import kept
from console.center.signals import DeviceReport, Step
from console.clock import WallClock
from console.domain.alarms import AlarmKind
from console.domain.devices import Health
from console.domain.errors import ProblemType
from console.domain.streams import ArchiveRanges
from tests.console.center.conftest import Client
from tests.console.center.running import Running
from tests.console.center.test_api import known, press, problem
from tests.console.center.test_openings import opened, until

HOUR = 3600.0


def ranges(client: httpx.Client, since: float, until: float, camera: str = "open") -> ArchiveRanges:
    answer = client.get(f"/cameras/{camera}/archive/ranges", params={"since": since, "until": until})
    return msgspec.json.decode(answer.raise_for_status().content, type=ArchiveRanges)


def full_hour() -> float:
    return WallClock().now() // HOUR * HOUR


def test_gaps_are_told(visitor: Client) -> None:
    hour = full_hour() - 5 * HOUR
    told = ranges(visitor(), hour, hour + 2 * HOUR)
    assert told.ranges == ((hour, hour + 2700), (hour + HOUR, hour + HOUR + 2700))
    assert told.begins < hour


def test_nothing_is_recorded_in_the_future_or_before_what_is_kept(visitor: Client) -> None:
    now = WallClock().now()
    ahead = ranges(visitor(), now - 60, now + HOUR)
    assert all(end <= now + 60 for _begin, end in ahead.ranges)
    assert ranges(visitor(), now - 30 * 86_400, now - 29 * 86_400).ranges == ()


def test_while_a_camera_was_offline_nothing_was_recorded_and_alarms_mark_the_time(
    client: Client, center: Running
) -> None:
    officer, began = client(), WallClock().now()
    center.town.next.put(Step(devices=[DeviceReport("open", Health.OFFLINE)]))
    until(lambda: known(officer).devices.get("open") is Health.OFFLINE)
    went = WallClock().now()
    center.town.next.put(Step(devices=[DeviceReport("open", Health.OK)]))
    until(lambda: "open" not in known(officer).devices)
    press(client("trainer"))  # type: ignore[arg-type]
    now = WallClock().now()
    whole = ranges(officer, began - 10 * 60, now + 1, "other mast").ranges
    cut = ranges(officer, began - 10 * 60, now + 1).ranges
    missing = sum(e - b for b, e in whole) - sum(e - b for b, e in cut)
    assert 0 < missing < now - began or not any(b < went < e for b, e in whole)
    (mark,) = ranges(officer, began, now + 1).marks
    assert (mark.kind, mark.alarm) == (AlarmKind.PANIC_BUTTON, known(officer).alarms[0].id)


@pytest.mark.parametrize("camera", ["withheld", "planned", "nowhere"])
def test_the_record_of_a_camera_that_may_not_be_seen_is_not_told(visitor: Client, camera: str) -> None:
    answer = visitor().get(f"/cameras/{camera}/archive/ranges", params={"since": 0, "until": 10})
    assert problem(answer).type in (ProblemType.NO_CONSENT, ProblemType.CONFLICT, ProblemType.NOT_FOUND)


@pytest.mark.parametrize(("since", "until"), [(10, 10), (10, 5), (0, 1e9), ("nan", 5)])
def test_a_span_that_is_none_is_refused(visitor: Client, since: float, until: float) -> None:
    answer = visitor().get("/cameras/open/archive/ranges", params={"since": since, "until": until})
    assert problem(answer).type is ProblemType.MALFORMED


def test_where_there_is_no_record_the_nearest_is_told(visitor: Client) -> None:
    opening, hour = opened(visitor()), full_hour() - 5 * HOUR
    anyone = visitor(None)
    for start, nearest in ((hour + 2800, hour + 2700), (hour + 3500, hour + HOUR)):
        for address in (opening.archive + f"?start={start}", opening.frame + f"?at={start}"):
            told = problem(anyone.get(address))
            assert (told.type, told.nearest) == (ProblemType.NOT_RECORDED, nearest)
    now = WallClock().now()
    ahead = problem(anyone.get(opening.archive_at(now + HOUR)))
    assert ahead.type is ProblemType.NOT_RECORDED
    assert ahead.nearest is not None
    assert now - HOUR < ahead.nearest <= now + 5
    old = problem(anyone.get(opening.archive_at(now - 40 * 86_400)))
    assert old.nearest is not None
    assert old.nearest > now - 15 * 86_400


def test_a_single_frame_says_when_it_was_taken(visitor: Client) -> None:
    opening, hour = opened(visitor()), full_hour() - 5 * HOUR
    answer = visitor(None).get(opening.frame, params={"at": hour + 60.5, "quality": "sub", "width": 320})
    assert (answer.headers["content-type"], answer.content) == ("image/jpeg", b"open sub 320")
    assert float(answer.headers["picture-time"]) == hour + 60.5


@given(st.integers(0, 50), st.floats(0, 20 * 86_400), st.floats(1, 3 * 86_400), st.floats(0, 1))
def test_what_the_demo_recorded_is_the_same_whenever_asked(number: int, begin: float, length: float, at: float) -> None:
    camera, since, until, middle = f"C{number}", begin, begin + length, begin + length * at
    whole = kept(camera, since, until)
    assert all(since <= b < e <= until for b, e in whole)
    assert all(e < b for (_, e), (b, _) in itertools.pairwise(whole))
    halves = kept(camera, since, middle) + kept(camera, middle, until)
    assert sum(e - b for b, e in halves) == pytest.approx(sum(e - b for b, e in whole))
