"""Offences come when somebody listens, again when they changed; what makes no sense is not handed on."""

import msgspec
import numpy as np
import pytest

from console.domain import protocol as p
from console.domain.offences import Offences, none
from console.link import offences as module
from console.link.offences import Recording
from console.notices import Level
from tests.console.link.conftest import Desk

pytestmark = pytest.mark.anyio

ASKED = f"GET {p.OFFENCES}"


def some(count: int) -> bytes:
    codes, at = np.zeros(count, np.uint8), 1000.0 + np.arange(count)
    made = Offences(0.0, 9e4, ("d",), kind=codes, district=codes, at=at, lon=at * 0 + 76.9, lat=at * 0 + 43.2)
    return msgspec.msgpack.encode(made.record("testville"))


class Listener:
    """Keeps what it was told, and lets the desk look at it."""

    def __init__(self, desk: Desk) -> None:
        self._look = desk.store.look
        self.told: list[Offences] = []

    def hear(self, offences: Offences) -> None:
        self.told.append(offences)
        self._look()


@pytest.fixture
def recording(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Recording:
    monkeypatch.setattr(desk.link.recording, "_anew_s", 0.01)
    monkeypatch.setattr(module.Backoff, "delay", lambda self: 0.01)
    return desk.link.recording


async def test_nothing_is_asked_for_until_somebody_listens(desk: Desk, recording: Recording) -> None:
    desk.center.offences = some(3)
    await desk.begin()
    assert ASKED not in desk.center.asked
    listener = Listener(desk)
    recording.listen(listener.hear)
    await desk.store.until(lambda: listener.told)
    assert len(listener.told[0]) == 3


async def test_who_listens_later_is_told_at_once(desk: Desk, recording: Recording) -> None:
    desk.center.offences = some(3)
    first, second = Listener(desk), Listener(desk)
    recording.listen(first.hear)
    await desk.begin()
    await desk.store.until(lambda: first.told)
    recording.listen(second.hear)
    assert second.told == first.told


async def test_they_are_asked_for_again_and_told_when_they_have_changed(desk: Desk, recording: Recording) -> None:
    desk.center.offences = some(3)
    listener = Listener(desk)
    recording.listen(listener.hear)
    await desk.begin()
    await desk.store.until(lambda: desk.center.asked.count(ASKED) > 3)
    assert len(listener.told) == 1
    desk.center.offences, desk.center.etag = some(4), '"2"'
    await desk.store.until(lambda: len(listener.told) == 2)
    assert len(listener.told[1]) == 4


@pytest.mark.parametrize(
    "body",
    [b"\xc1", b"<html>", msgspec.msgpack.encode({"city": "x"}), some(3)[:-5], some(3).replace(b"theft", b"theft\xff")],
)
async def test_a_bad_answer_is_not_handed_on_and_a_good_one_after_it_is(
    desk: Desk, recording: Recording, body: bytes
) -> None:
    desk.center.offences = body
    listener = Listener(desk)
    recording.listen(listener.hear)
    await desk.begin()
    await desk.store.until(lambda: desk.center.asked.count(ASKED) > 2)
    assert not listener.told
    desk.center.offences = some(1)
    await desk.store.until(lambda: listener.told)


async def test_a_center_without_a_record_disturbs_nothing(desk: Desk, recording: Recording) -> None:
    listener = Listener(desk)
    recording.listen(listener.hear)
    await desk.begin()
    await desk.store.until(lambda: desk.center.asked.count(ASKED) > 1)
    assert not listener.told
    assert not [notice for notice in desk.told.values() if notice.level is not Level.INFO]


async def test_no_offences_are_an_answer_too(desk: Desk, recording: Recording) -> None:
    desk.center.offences = msgspec.msgpack.encode(none(0.0, 1.0).record("testville"))
    listener = Listener(desk)
    recording.listen(listener.hear)
    await desk.begin()
    await desk.store.until(lambda: listener.told)
    assert len(listener.told[0]) == 0
