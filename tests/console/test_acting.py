import asyncio
from typing import cast

import pytest
from msgspec import Struct

from console.acting import Acting, Map, Wall
from console.domain.alarms import AlarmKind
from console.domain.errors import Problem, ProblemType, Refused
from console.domain.incidents import Disposition
from console.domain.intents import AddNote, AssignUnit, CloseIncident, Intent, OpenIncident
from console.domain.protocol import Outcome, Recommendations, Wanted
from console.domain.recommendations import Because, Recommendation, Why
from console.link.errors import NotSent
from console.notices import Notice, Notices
from console.viewmodels.desk import Desk
from tests.desk import Asked, alarm, incident, store, unit

pytestmark = pytest.mark.anyio


class Sender:
    """A link that answers when the test says so."""

    def __init__(self) -> None:
        self.sent: list[tuple[Intent, int | None]] = []
        self.recommended: tuple[Recommendation, ...] | None = ()
        self.answer: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()

    async def send(self, intent: Intent, version: int | None = None) -> Outcome:
        self.sent.append((intent, version))
        return await asyncio.shield(self.answer)

    async def inject(self, device: str, kind: AlarmKind) -> None:
        await asyncio.shield(self.answer)

    async def recommend(self, wanted: Wanted) -> Recommendations:
        if self.recommended is None:
            raise NotSent("the center cannot be reached")
        return Recommendations(0, 0.0, self.recommended)


class Shift(Struct):
    """One operator's desk without a window."""

    desk: Desk
    sender: Sender
    acting: Acting
    told: list[Notice]

    async def turn(self) -> None:
        await asyncio.sleep(0)
        await asyncio.sleep(0)

    async def settle(self, outcome: Outcome | Exception) -> None:
        if isinstance(outcome, Exception):
            self.sender.answer.set_exception(outcome)
        else:
            self.sender.answer.set_result(outcome)
        for _turn in range(5):
            await asyncio.sleep(0)


async def _shift() -> Shift:
    of = store([alarm("a"), alarm("b")], [unit("U1", version=4)], [incident("INC-1", version=7), incident("INC-2")])
    desk, sender, notices = Desk(of), Sender(), Notices()
    desk.tick.stop()  # nothing of it may beat into a later test
    told: list[Notice] = []
    notices.listen(lambda notice, _key: told.append(notice) if notice else None)
    asked = Asked()
    acting = Acting(of, desk, cast(Map, asked), cast(Wall, asked), lambda: sender, notices)
    return Shift(desk, sender, acting, told)


async def test_closing_carries_the_version_the_operator_saw() -> None:
    shift = await _shift()

    shift.acting.want(CloseIncident("INC-1", Disposition.MINOR), 5)
    await shift.turn()

    assert shift.sender.sent == [(CloseIncident("INC-1", Disposition.MINOR), 5)]
    await shift.settle(Outcome(8))


async def test_an_opened_incident_is_chosen() -> None:
    shift = await _shift()
    shift.desk.selection.choose_alarms(["a"])

    shift.acting.want(OpenIncident(("a",)))
    await shift.turn()
    assert shift.sender.sent == [(OpenIncident(("a",)), None)]
    await shift.settle(Outcome(8, "INC-8"))

    assert shift.desk.selection.incident_id == "INC-8"


async def test_an_opened_incident_takes_nobody_away_from_what_was_chosen_meanwhile() -> None:
    shift = await _shift()
    shift.desk.selection.choose_alarms(["a"])
    shift.acting.want(OpenIncident(("a",)))
    await shift.turn()

    shift.desk.selection.choose_incident("INC-2")
    await shift.settle(Outcome(8, "INC-8"))

    assert shift.desk.selection.incident_id == "INC-2"


async def test_the_words_of_a_note_that_was_not_sent_are_kept_in_the_notice() -> None:
    shift = await _shift()

    shift.acting.want(AddNote("INC-1", "two men, one armed"))
    await shift.turn()
    assert shift.sender.sent == [(AddNote("INC-1", "two men, one armed"), None)]
    await shift.settle(NotSent("It was not sent."))

    assert [(n.text, n.details) for n in shift.told] == [("It was not sent.", "two men, one armed")]


async def test_a_unit_is_not_sent_twice_before_the_answer() -> None:
    shift = await _shift()

    shift.acting.assign("INC-1", "U1")
    shift.acting.assign("INC-1", "U1")
    await shift.turn()
    shift.acting.assign("INC-2", "U1")
    await shift.turn()
    assert shift.sender.sent == [(AssignUnit("INC-1", "U1"), 4)]

    await shift.settle(Outcome(8))
    shift.acting.assign("INC-1", "U1")
    await shift.turn()
    assert len(shift.sender.sent) == 2


async def test_a_device_that_does_not_exist_is_told_by_name() -> None:
    shift = await _shift()

    shift.acting.inject("BTN-9", AlarmKind.PANIC_BUTTON)
    await shift.turn()
    problem = Refused(Problem(ProblemType.NOT_FOUND, "Not found", 404))
    problem.args = ("It is not there any more.",)
    await shift.settle(problem)

    assert [n.text for n in shift.told] == ["BTN-9: It is not there any more."]


async def test_the_free_unit_that_the_center_ranks_first_is_sent() -> None:
    shift = await _shift()
    busy = (Because(Why.PREEMPTED, 180, 3, "I9"),)
    shift.sender.recommended = (Recommendation("U9", 30, 100, 210, busy), Recommendation("U1", 60, 300, 60))

    shift.acting.assign_best("INC-1")
    await shift.turn()
    await shift.turn()

    assert shift.sender.sent == [(AssignUnit("INC-1", "U1"), 4)]


async def test_where_the_center_ranks_nobody_nobody_is_sent_and_it_is_told() -> None:
    shift = await _shift()
    shift.acting.assign_best("INC-1")
    await shift.turn()
    await shift.turn()
    assert shift.sender.sent == []
    assert [notice.text.split(".")[0] for notice in shift.told] == ["No unit is free"]


async def test_a_center_that_cannot_be_asked_leaves_the_nearest_by_distance() -> None:
    shift = await _shift()
    shift.sender.recommended = None
    shift.acting.assign_best("INC-1")
    await shift.turn()
    await shift.turn()
    assert [intent for intent, _version in shift.sender.sent] == [AssignUnit("INC-1", "U1")]
