import asyncio
import multiprocessing
import os
from pathlib import Path

import pytest

from console.center.clips.catalogue import Scene
from console.center.clips.clockmark import read_frame_number
from console.center.clips.encode import Quality, sound
from console.center.clips.library import ClipLibrary, ClipStorageError
from console.center.clips.mux import PACKET
from console.center.clips.transport import Clip
from console.domain.cameras import PlaceKind
from console.tasks import Tasks
from tests.console.center.clips.small import FakeTime, pictures

DARK = Scene("dark_street", frozenset({PlaceKind.STREET}), "streets:DarkStreet", is_night=True)
FRAMES = 15
SECOND = 1_790_000_040
"""A second at which a clip of two seconds begins anew."""
MARKED = 3 * PACKET
"""Tables and the first packet of pictures, which tells of a break where a stream is joined."""


def library(directory: Path) -> ClipLibrary:
    return ClipLibrary(directory, (DARK,), frames=FRAMES, workers=1)


def with_clip(directory: Path, stream: bytes) -> ClipLibrary:
    """A library of two-second clips that has its only clip already."""
    found = ClipLibrary(directory, (DARK,), frames=30, workers=1)
    found.path(DARK, Quality.SUB).write_bytes(stream)
    return found


@pytest.mark.anyio
async def test_a_missing_clip_is_drawn_in_another_process_and_kept(tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    clips = library(tmp_path / "new")
    await clips.prepare(lambda *progress: told.append(progress))
    assert told == [(0, 1, "dark_street"), (1, 1, "dark_street")]
    assert sound(clips.path(DARK, Quality.SUB).read_bytes()) == FRAMES
    assert [path.name for path in (tmp_path / "new").iterdir()] == [clips.path(DARK, Quality.SUB).name]


@pytest.mark.anyio
async def test_a_sound_clip_is_not_drawn_again(tmp_path: Path, stream: bytes) -> None:
    clips = with_clip(tmp_path, stream)
    before = clips.path(DARK, Quality.SUB).stat().st_mtime_ns
    told: list[tuple[int, int, str]] = []
    await clips.prepare(lambda *progress: told.append(progress))
    assert told == [(1, 1, "")]
    assert clips.path(DARK, Quality.SUB).stat().st_mtime_ns == before


@pytest.mark.anyio
async def test_a_damaged_clip_is_set_aside_and_drawn_anew(tmp_path: Path) -> None:
    clips = library(tmp_path)
    path = clips.path(DARK, Quality.SUB)
    path.write_bytes(b"\x47 not a clip")
    await clips.prepare(lambda *progress: None)
    assert sound(path.read_bytes()) == FRAMES
    assert path.with_suffix(".ts.damaged").read_bytes() == b"\x47 not a clip"


@pytest.mark.anyio
async def test_a_directory_that_cannot_be_made_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ClipStorageError, match="cannot be kept in"):
        await library(tmp_path / "file" / "clips").prepare(lambda *progress: None)


@pytest.mark.anyio
async def test_preparing_can_be_called_off_and_leaves_nothing_half_done(tmp_path: Path) -> None:
    clips = ClipLibrary(tmp_path, (DARK,), workers=1)
    tasks = Tasks()
    work = tasks.spawn(clips.prepare(lambda *progress: None), "prepare")
    while not multiprocessing.active_children():  # noqa: ASYNC110 - a process that has begun tells no event
        await asyncio.sleep(0)
    await tasks.close()
    assert work.cancelled()
    assert not multiprocessing.active_children()
    assert os.listdir(tmp_path) == []


@pytest.mark.anyio
async def test_live_serves_the_sub_stream_while_there_is_no_main_stream(tmp_path: Path, stream: bytes) -> None:
    clips = with_clip(tmp_path, stream)
    await clips.prepare(lambda *progress: None)
    pieces = clips.live(DARK, Quality.MAIN, FakeTime(1_790_000_000.5))
    assert (await anext(pieces))[0] == 0x47
    await pieces.aclose()


@pytest.mark.anyio
async def test_the_scene_is_served_until_its_variant_is_made_and_then_goes_over_into_it(
    tmp_path: Path, stream: bytes
) -> None:
    variant = DARK.variant(1)
    clips = with_clip(tmp_path, stream)
    await clips.prepare(lambda *progress: None, (DARK,))
    time = FakeTime(SECOND + 0.99)
    pieces = clips.live(variant, Quality.SUB, time)
    before = await anext(pieces)
    assert before[MARKED:] == Clip(stream).second(SECOND).data[MARKED:]
    await clips.prepare(lambda *progress: None, (variant,))
    assert (await clips.clip(variant)).second(SECOND) != Clip(stream).second(SECOND)
    time.time = SECOND + 1.99
    after = await anext(pieces)
    assert after[MARKED:] == (await clips.clip(variant)).second(SECOND + 1).data[MARKED:]
    await pieces.aclose()
    shown = [read_frame_number(picture) for picture in pictures(before + after)]
    assert shown == list(range(30))


@pytest.mark.anyio
async def test_main_streams_are_made_only_when_wanted_the_scene_before_its_variant(
    tmp_path: Path, stream: bytes
) -> None:
    variant = DARK.variant(0)
    clips = library(tmp_path)
    told: list[str] = []
    both_made = asyncio.Event()

    def tell(done: int, total: int, scene: str) -> None:
        if done == total:
            told.append(scene)
        if len(told) == 2:
            both_made.set()

    tasks = Tasks()
    tasks.spawn(clips.make_large(tell), "large")
    assert not clips.has(variant, Quality.MAIN)
    clips.want_large(variant)
    clips.want_large(variant)
    await both_made.wait()
    await tasks.close()
    assert told == [DARK.id, variant.id]
    assert clips.has(variant, Quality.MAIN)
    assert sound(clips.path(variant, Quality.MAIN).read_bytes()) == FRAMES


@pytest.mark.anyio
async def test_clips_of_an_earlier_run_are_found_without_making_any(tmp_path: Path, stream: bytes) -> None:
    clips = with_clip(tmp_path, stream)
    assert await clips.find((DARK, DARK.variant(0)), Quality.SUB) == [DARK.variant(0)]
    assert clips.has(DARK)


@pytest.mark.anyio
async def test_a_viewer_who_comes_early_waits_for_the_clip(tmp_path: Path) -> None:
    clips = library(tmp_path)
    tasks = Tasks()
    begun = asyncio.Event()
    work = tasks.spawn(clips.prepare(lambda *progress: begun.set()), "prepare")
    await begun.wait()
    assert not clips.has(DARK)
    assert (await clips.clip(DARK)).frames == FRAMES
    await work


@pytest.mark.anyio
async def test_a_clip_that_was_never_prepared_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        await library(tmp_path).clip(DARK)
