"""Who turns a camera and whether it obeys, as it is told to the operator."""

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
from PySide6.QtWidgets import QApplication

from console.domain.errors import Problem, ProblemType, Refused
from console.domain.events import Event, LogEntry, PtzReleased, PtzTaken
from console.domain.ptz import PtzMove, PtzRecall
from console.domain.session import Operator, Role
from console.state.store import Store
from console.viewmodels.ptz import TOLD_FOR_S, Ptz
from console.viewmodels.ptz_sending import is_stop
from tests.fake_heads import FakeHeads
from tests.fake_players import FakeTime

pytestmark = pytest.mark.anyio


class Desk:
    """An officer at a camera."""

    def __init__(self) -> None:
        self.time, self.heads, self.store = FakeTime(), FakeHeads(), Store()
        self.store.operator = Operator("me", "M. Ospanov", Role.DUTY_OFFICER)
        self.store.picture.operators["she"] = "A. Serikova"
        self.ptz = Ptz(self.store, self.heads, now=self.time)

    def hear(self, event: Event, actor: str) -> None:
        self.store.apply([LogEntry(self.store.picture.seq + 1, self.store.clock.now(), actor, event)])
        self.ptz.refresh(self.store.take())

    async def run(self, seconds: float) -> None:
        for _ in range(round(seconds / 0.05)):
            self.time.seconds += 0.05
            self.ptz.look()
            await asyncio.sleep(0)
            await asyncio.sleep(0)

    async def until(self, condition: Callable[[], object]) -> None:
        for _ in range(200):
            if condition():
                return
            QApplication.processEvents()
            await asyncio.sleep(0.001)
        pytest.fail("waited in vain")


@pytest.fixture
async def desk(qapp: QApplication) -> AsyncIterator[Desk]:
    desk = Desk()
    yield desk
    await desk.ptz.close()


async def test_a_hand_turns_it_and_letting_go_stops_it(desk: Desk) -> None:
    desk.ptz.move("cam", pan=0.5)
    await desk.run(1.0)
    moves = len(desk.heads.orders)
    desk.ptz.stop("cam")
    await desk.run(1.0)
    assert 3 <= moves <= 10
    assert [is_stop(o) for o in desk.heads.orders[moves:] if isinstance(o, PtzMove)] == [True]


async def test_looking_elsewhere_stops_what_was_turned(desk: Desk) -> None:
    desk.ptz.watch("cam")
    desk.ptz.move("cam", pan=0.5)
    await desk.run(0.5)
    desk.ptz.watch("")
    await desk.run(0.5)
    last = desk.heads.orders[-1]
    assert isinstance(last, PtzMove)
    assert is_stop(last)


async def test_who_turns_it_is_told_with_name_and_time_and_nothing_is_sent(desk: Desk) -> None:
    desk.heads.ends_in = 20.0
    desk.hear(PtzTaken("cam", Role.DUTY_OFFICER), "she")
    desk.ptz.watch("cam")
    await desk.until(lambda: desk.ptz.holder("cam") and desk.ptz.holder("cam").until)  # type: ignore[union-attr]
    holder = desk.ptz.holder("cam")
    assert holder is not None
    assert not holder.may_be_taken
    assert "A. Serikova" in desk.ptz.held_by(holder)
    assert ":" in desk.ptz.held_by(holder)
    desk.ptz.move("cam", pan=1)
    await desk.run(0.5)
    assert desk.heads.orders == []
    assert "A. Serikova" in desk.ptz.trouble("cam")


async def test_a_higher_rank_may_take_it(desk: Desk) -> None:
    desk.hear(PtzTaken("cam", Role.TRAINER), "she")
    holder = desk.ptz.holder("cam")
    assert holder is not None
    assert holder.may_be_taken


async def test_one_that_is_taken_from_us_while_it_turns_gets_no_more_orders(desk: Desk) -> None:
    desk.hear(PtzTaken("cam", Role.DUTY_OFFICER), "me")
    desk.ptz.move("cam", pan=1)
    await desk.run(0.5)
    desk.hear(PtzTaken("cam", Role.SUPERVISOR, instead_of="me"), "she")
    sent = len(desk.heads.orders)
    await desk.run(1.0)
    assert len(desk.heads.orders) == sent
    assert "A. Serikova" in desk.ptz.trouble("cam")
    desk.hear(PtzReleased("cam"), "she")
    assert desk.ptz.holder("cam") is None


async def test_a_camera_that_does_not_answer_is_said_to_for_a_while(desk: Desk) -> None:
    desk.heads.refusal = Refused(Problem(ProblemType.DOES_NOT_ANSWER, "no", 503))
    desk.ptz.recall("cam", "gate")
    await desk.run(0.5)
    assert desk.heads.orders == [PtzRecall("gate")]
    assert desk.ptz.trouble("cam") == "The camera does not answer."
    desk.time.seconds += TOLD_FOR_S + 1
    assert desk.ptz.trouble("cam") == ""


async def test_a_center_that_is_gone_is_said_and_the_stop_is_still_tried(desk: Desk) -> None:
    desk.heads.refusal = ConnectionError("gone")
    desk.ptz.move("cam", pan=1)
    await desk.run(0.3)
    desk.ptz.stop("cam")
    await desk.run(2.0)
    stops = [order for order in desk.heads.orders if isinstance(order, PtzMove) and is_stop(order)]
    assert len(stops) == 3
    assert desk.ptz.trouble("cam")
