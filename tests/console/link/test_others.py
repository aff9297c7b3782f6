"""What the link carries beside the log: who else is there, what this operator looks at, procedures, whom to send."""

import pytest

from console.domain.alarms import AlarmKind
from console.domain.freshness import LinkState
from console.domain.presence import Gaze, Looked, Present
from console.domain.procedures import Procedure, Step
from console.domain.protocol import Presences, Recommendations, Wanted
from console.domain.recommendations import Because, Recommendation, Why
from console.domain.session import Role
from console.domain.text import LocalText
from tests.console.link.conftest import Desk

pytestmark = pytest.mark.anyio

SAID = LocalText("Осмотреть", "Қарау", "Look")
BOLAT = Present("bolat", "Bolat", Role.SUPERVISOR, 900.0, Gaze(Looked.ALARM, "A7"))


async def test_who_else_is_there_is_known_until_the_connection_breaks(desk: Desk) -> None:
    await desk.begin()
    desk.store.take()
    desk.center.say(Presences((BOLAT,)))
    await desk.store.until(lambda: desk.store.presence)
    assert desk.store.presence == {"bolat": BOLAT}
    assert desk.store.take().presence
    desk.center.break_streams()
    await desk.store.until(lambda: not desk.store.presence)


async def test_what_this_operator_looks_at_is_told_now_and_after_a_break(desk: Desk) -> None:
    await desk.begin()
    gaze = Gaze(Looked.INCIDENT, "I104")
    desk.link.looking(gaze)
    await desk.store.until(lambda: desk.center.gazes == [gaze])
    desk.center.break_streams()
    await desk.store.until_state(LinkState.OFFLINE)
    desk.link.retry_now()
    await desk.store.until(lambda: desk.center.gazes == [gaze, gaze])


async def test_who_runs_through_a_list_is_told_of_once(desk: Desk) -> None:
    await desk.begin()
    for number in range(50):
        desk.link.looking(Gaze(Looked.ALARM, f"A{number}"))
    desk.link.looking(None)
    await desk.store.until(lambda: desk.center.gazes)
    assert desk.center.gazes == [None]


async def test_the_procedures_are_read_with_each_connection(desk: Desk) -> None:
    procedure = Procedure("fire", SAID, (AlarmKind.FIRE,), (Step("look", SAID),))
    desk.center.procedures = (procedure,)
    await desk.begin()
    await desk.store.until(lambda: desk.store.procedures)
    assert desk.store.procedures == {"fire": procedure}


async def test_whom_to_send_is_asked_of_the_center(desk: Desk) -> None:
    first = Recommendation("U1", 120.0, 800.0, 180.0, (Because(Why.NO_SKILL, 60.0, text="dog"),))
    desk.center.recommended = Recommendations(7, 1000.0, (first,))
    await desk.begin()
    assert (await desk.link.recommend(Wanted("I104"))).units == (first,)
    assert desk.center.asked[-1] == "incident=I104"
    await desk.link.recommend(Wanted(lon=76.9, lat=43.2, kind=AlarmKind.FIRE))
    assert desk.center.asked[-1] == "lon=76.9&lat=43.2&kind=fire"
