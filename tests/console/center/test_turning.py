"""Turning cameras: one operator at a time, ranks in order, and nobody is left with a camera that nobody turns."""

import math
import threading
from typing import Any

import httpx
import msgspec
import pytest
from hypothesis import given, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from console.center.turning import taking
from console.center.world.heads import ABILITIES, DemoHeads
from console.domain.errors import Problem, ProblemType, Refused
from console.domain.events import LogEntry, PtzReleased, PtzTaken
from console.domain.picture import Picture
from console.domain.protocol import Turned
from console.domain.ptz import RANK, Direction, PtzLock, PtzMove, PtzState
from console.domain.session import Operator, Role
from tests.console.center.conftest import Client
from tests.console.center.running import Running
from tests.console.center.test_api import known, problem
from tests.console.center.test_openings import opened, until
from tests.console.center.test_stream import console, token
from tests.console.center.town import CAMERAS, DEAF

WHO = [Operator(f"{role}{n}", "", role) for role in Role for n in (1, 2)]


class LockLives(RuleBasedStateMachine):
    """The decision and the fold together, against: one owner, taken only when free or from a lower rank."""

    def __init__(self) -> None:
        super().__init__()
        self.picture = Picture()
        self.owner: Operator | None = None

    def write(self, event: Any, actor: str) -> None:
        self.picture.apply(LogEntry(self.picture.seq + 1, 1.0, actor, event))

    @rule(actor=st.sampled_from(WHO), is_asked=st.booleans())
    def want(self, actor: Operator, is_asked: bool) -> None:
        gives_way = self.owner is None or (is_asked and RANK[actor.role] > RANK[self.owner.role])
        lock = self.picture.locks.get("mast")
        if self.owner not in (None, actor) and not gives_way:
            with pytest.raises(Refused) as refused:
                taking("mast", lock, actor, is_asked=is_asked)
            assert refused.value.problem.by == self.owner.id
            return
        taken = taking("mast", lock, actor, is_asked=is_asked)
        if taken is None:
            assert self.owner == actor
            return
        assert gives_way
        assert taken.instead_of == ("" if self.owner is None else self.owner.id)
        self.write(taken, actor.id)
        self.owner = actor

    @rule()
    def free(self) -> None:
        if self.owner is not None:
            self.write(PtzReleased("mast"), "center")
            self.owner = None

    @invariant()
    def the_picture_knows_the_owner(self) -> None:
        lock = self.picture.locks.get("mast")
        assert lock == (None if self.owner is None else PtzLock(self.owner.id, self.owner.role, 1.0))


TestLockLives = LockLives.TestCase


def order(client: httpx.Client, camera: str = "mast", **said: Any) -> httpx.Response:
    return client.post(f"/cameras/{camera}/ptz", json=said)


def state(answer: httpx.Response) -> PtzState:
    return msgspec.json.decode(answer.raise_for_status().content, type=PtzState)


def refused(answer: httpx.Response) -> Problem:
    return problem(answer)


def test_a_camera_turns_for_who_sees_it_and_its_lock_is_in_the_log(client: Client, center: Running) -> None:
    officer = client()
    assert refused(order(officer, type="move", pan=1)).type is ProblemType.NOT_OPEN
    opened(officer, "mast")
    before = state(officer.get("/cameras/mast/ptz"))
    assert (before.lock, before.is_moving) == (None, False)
    moving = state(order(officer, type="move", pan=1, seconds=1))
    assert moving.is_moving
    assert moving.lock is not None
    assert moving.lock.owner == "duty_officer"
    rest = until(lambda: (s := state(officer.get("/cameras/mast/ptz"))) and not s.is_moving and s)
    assert rest.direction.pan == pytest.approx(min(before.direction.pan + ABILITIES.pan_speed, ABILITIES.pan[1]), abs=1)
    assert any(entry.event == PtzTaken("mast", Role.DUTY_OFFICER) for entry in center.entries())


def test_one_turns_at_a_time_and_a_supervisor_takes_over_by_asking(client: Client, center: Running) -> None:
    officer, supervisor = client(), client(Role.SUPERVISOR)
    opened(officer, "mast")
    opened(supervisor, "mast")
    order(officer, type="move", pan=1, seconds=2).raise_for_status()
    told = refused(order(supervisor, type="move", pan=-1))
    assert (told.type, told.by) == (ProblemType.TURNED_BY_ANOTHER, "duty_officer")
    taken = state(order(supervisor, type="take"))
    assert not taken.is_moving
    assert center.entries()[-1].event == PtzTaken("mast", Role.SUPERVISOR, instead_of="duty_officer")
    assert refused(order(officer, type="move", pan=1)).by == "supervisor"
    assert refused(order(officer, type="take")).type is ProblemType.TURNED_BY_ANOTHER
    assert refused(order(officer, type="release")).type is ProblemType.TURNED_BY_ANOTHER
    assert state(order(supervisor, type="release")).lock is None
    assert state(order(officer, type="take")).lock is not None


def test_a_lock_ends_with_its_time_and_with_the_opening(
    client: Client, center: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = client()
    opening = opened(officer, "mast")
    order(officer, type="take").raise_for_status()
    officer.delete(f"/video/{opening.lease}").raise_for_status()
    until(lambda: "mast" not in known(officer).locks)
    monkeypatch.setattr("console.center.turning.LOCK_S", 0.3)
    opened(officer, "mast")
    order(officer, type="take").raise_for_status()
    until(lambda: "mast" not in known(officer).locks)
    assert [type(entry.event) for entry in center.entries()].count(PtzReleased) == 2


def test_only_a_supervisor_changes_presets_that_are_there(client: Client, center: Running) -> None:
    officer, chief, trainer = client(), client(Role.SUPERVISOR), client(Role.TRAINER)
    for one in (officer, chief, trainer):
        opened(one, "mast")
    assert refused(order(trainer, type="save", preset="Gate")).type is ProblemType.FORBIDDEN
    order(officer, type="save", preset="Gate").raise_for_status()
    for said in ({"type": "save"}, {"type": "forget"}, {"type": "rename", "name": "Yard"}):
        assert refused(order(officer, preset="Gate", **said)).type is ProblemType.FORBIDDEN
    assert set(known(officer).presets["mast"]) == {"Gate"}
    order(officer, type="release").raise_for_status()
    order(chief, type="rename", preset="Gate", name="Yard").raise_for_status()
    assert set(known(officer).presets["mast"]) == {"Yard"}
    assert state(order(chief, type="forget", preset="Yard")).presets == {}


def test_presets_are_kept_and_gone_to(client: Client, center: Running) -> None:
    officer = client()
    opened(officer, "mast")
    order(officer, type="turn", pan=-30, tilt=-10, zoom=2).raise_for_status()
    until(lambda: not state(officer.get("/cameras/mast/ptz")).is_moving)
    saved = state(order(officer, type="save", preset="Gate"))
    assert saved.presets == {"Gate": Direction(-30.0, -10.0, 2.0)}
    assert known(officer).presets == {"mast": saved.presets}
    order(officer, type="turn", pan=30, tilt=-20, zoom=1).raise_for_status()
    order(officer, type="recall", preset="Gate").raise_for_status()
    until(lambda: state(officer.get("/cameras/mast/ptz")).direction == saved.presets["Gate"])
    assert refused(order(officer, type="recall", preset="Door")).type is ProblemType.NOT_FOUND


def test_a_camera_that_does_not_answer_is_told_so(client: Client) -> None:
    officer = client()
    opened(officer, DEAF)
    answer = order(officer, DEAF, type="move", pan=1)
    assert (answer.status_code, refused(answer).type) == (503, ProblemType.DOES_NOT_ANSWER)


@pytest.mark.parametrize(
    ("camera", "said", "kind"),
    [
        ("open", {"type": "take"}, ProblemType.NOT_FOUND),
        ("nowhere", {"type": "take"}, ProblemType.NOT_FOUND),
        ("withheld", {"type": "take"}, ProblemType.NO_CONSENT),
        ("mast", {"type": "move", "pan": 1.5}, ProblemType.MALFORMED),
        ("mast", {"type": "move", "seconds": 60}, ProblemType.MALFORMED),
        ("mast", {"type": "turn", "pan": 0, "tilt": 0, "zoom": 0}, ProblemType.MALFORMED),
        ("mast", {"type": "save", "preset": ""}, ProblemType.MALFORMED),
        ("mast", {"type": "spin"}, ProblemType.MALFORMED),
    ],
)
def test_what_cannot_be_ordered_is_refused(visitor: Client, camera: str, said: dict[str, Any], kind: str) -> None:
    assert refused(visitor().post(f"/cameras/{camera}/ptz", json=said)).type is kind


def test_all_consoles_are_told_where_a_camera_looks(client: Client, center: Running) -> None:
    officer = client()
    opened(officer, "mast")
    with console(center, token(officer)) as one:
        threading.Timer(0.1, lambda: order(officer, type="turn", pan=20, tilt=-10, zoom=1)).start()
        positions = [one.hear(Turned).positions[0]]
        while positions[-1].is_moving:
            positions.append(one.hear(Turned).positions[0])
    assert positions[-1].direction == Direction(20.0, -10.0, 1.0)
    assert positions[0].is_moving


@given(
    st.lists(
        st.tuples(st.floats(-1, 1), st.floats(-1, 1), st.floats(-1, 1), st.floats(0.05, 2), st.floats(0.01, 5)),
        max_size=8,
    )
)
def test_a_head_never_leaves_its_limits_jumps_or_moves_longer_than_ordered(moves: list[tuple[float, ...]]) -> None:
    heads, now = DemoHeads(CAMERAS), 1000.0
    for pan, tilt, zoom, seconds, later in moves:
        before = heads.direction("mast", now)
        run(heads.move("mast", PtzMove(pan, tilt, zoom, seconds), now))
        assert heads.direction("mast", now) == before
        near = heads.direction("mast", now + 0.01)
        assert math.isclose(near.pan, before.pan, abs_tol=ABILITIES.pan_speed * 0.011 + 0.01)
        stopped = heads.direction("mast", now + seconds)
        assert heads.direction("mast", now + seconds + 60) == stopped
        assert ABILITIES.pan[0] <= stopped.pan <= ABILITIES.pan[1]
        assert ABILITIES.tilt[0] <= stopped.tilt <= ABILITIES.tilt[1]
        assert ABILITIES.zoom[0] <= stopped.zoom <= ABILITIES.zoom[1]
        now += later


def test_a_head_remembers_where_it_looked() -> None:
    heads = DemoHeads(CAMERAS)
    home = heads.direction("mast", 999.0)
    run(heads.turn("mast", Direction(40.0, -20.0), 1000.0))
    run(heads.turn("mast", Direction(-40.0, -10.0), 1010.0))
    looked = [heads.direction("mast", at) for at in (999.0, 1009.0, 1020.0)]
    assert looked == [home, Direction(40.0, -20.0), Direction(-40.0, -10.0)]


def run(order: Any) -> None:
    """Carry out what never waits."""
    with pytest.raises(StopIteration):
        order.send(None)
