"""What the demo's microphones hear: real AAC that a decoder takes, in step with the clock, without a seam."""

import io
from collections.abc import AsyncIterator
from contextlib import aclosing
from pathlib import Path

import av
import numpy as np
import pytest

from console.center.clips import sounds
from console.center.clips.sounds import FRAME, FRAMES, RATE, Heard
from console.domain.cameras import PlaceKind


class At:
    """A clock that stands where it is put."""

    def __init__(self, now: float) -> None:
        self.time = now

    def now(self) -> float:
        return self.time


def decoded(frames: bytes) -> np.ndarray:
    with av.open(io.BytesIO(frames), format="aac") as container:
        return np.concatenate([block.to_ndarray()[0] for block in container.decode(audio=0)])


@pytest.fixture(scope="module")
def street() -> tuple[bytes, ...]:
    return sounds.frames(Heard.STREET)


def test_a_minute_is_a_whole_number_of_frames(street: tuple[bytes, ...]) -> None:
    assert len(street) == FRAMES
    assert len(decoded(b"".join(street[:50]))) == 50 * FRAME


def test_there_is_something_to_hear_and_the_end_goes_over_into_the_beginning(street: tuple[bytes, ...]) -> None:
    round_ = decoded(b"".join(street[-40:] + street[:40]))[4 * FRAME :]
    assert np.sqrt((round_**2).mean()) > 0.005
    seam = 36 * FRAME
    steps = np.abs(np.diff(round_))
    assert steps[seam - FRAME : seam + FRAME].max() < 2 * steps.max() / 1.5


def test_places_sound_like_what_they_are() -> None:
    assert sounds.heard_at(PlaceKind.UNDERPASS) is Heard.HALL
    assert sounds.heard_at(PlaceKind.CROSSING) is Heard.STREET


@pytest.mark.anyio
async def test_it_is_sent_in_step_with_the_clock_and_follows_a_jump() -> None:
    made = tuple(f"{n};".encode() for n in range(FRAMES))
    clock, waits = At(60_000.5), 0

    async def wait(seconds: float) -> None:
        nonlocal waits
        waits += 1
        clock.time += seconds if waits < 40 else 3600.0

    async def numbers() -> AsyncIterator[list[int]]:
        async with aclosing(sounds.live(made, clock, wait)) as pieces:
            async for piece in pieces:
                yield [int(number) for number in piece.split(b";")[:-1]]

    sent = [pair async for _n, pair in _first(numbers(), 42)]
    before = [number for piece in sent[:39] for number in piece]
    assert before == list(range(before[0], before[0] + len(before)))
    assert before[0] == int((60_000.5 - sounds.AHEAD_S) * RATE / FRAME) % FRAMES
    assert [len(piece) for piece in sent[40:]] == [1, 1]  # an hour later: not an hour of sound


async def _first(pieces: AsyncIterator[list[int]], count: int) -> AsyncIterator[tuple[int, list[int]]]:
    number = 0
    async for piece in pieces:
        yield number, piece
        number += 1
        if number == count:
            return


def test_what_is_kept_is_read_again_and_what_is_damaged_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, street: tuple[bytes, ...]
) -> None:
    made: list[Heard] = []

    def make(heard: Heard) -> tuple[bytes, ...]:
        made.append(heard)
        return street

    monkeypatch.setattr(sounds, "frames", make)
    for _turn in range(2):
        assert sounds.kept(tmp_path, Heard.STREET) == street
    assert made == [Heard.STREET]
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:5000] + b"damaged")
    assert sounds.kept(tmp_path, Heard.STREET) == street
    assert len(made) == 2
