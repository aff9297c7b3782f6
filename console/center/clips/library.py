"""The library of clips: makes what is missing in processes of its own, keeps it in a cache directory, hands it out.

Drawing takes about a minute of two cores once per machine; the event loop only waits. A cached file is used only when
its checksum is right; a damaged one is set aside as ``.damaged`` and drawn anew.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import threading
from collections import OrderedDict
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Protocol

from console.center.clips.catalogue import SCENES, VERSION, Scene
from console.center.clips.encode import FORMATS, Quality, encoded, panned, reencoded, sound
from console.center.clips.record import ClipRecord, frame_at, jpeg, paced, pictures
from console.center.clips.transport import FRAME_RATE, Clip, Source, live
from console.clock import Clock
from console.language import _
from console.reasons import reason

log = logging.getLogger(__name__)

MINUTE = 900
"""Frames of a clip."""
KEPT_CLIPS = 24
"""Clips kept in memory, about 5 MB each as sub streams; those that are watched stay there anyway."""
Progress = Callable[[int, int, str], None]


class ClipStorageError(Exception):
    """The cache directory cannot be used: no permission, no space. The message is for a person."""


class ClipLibrary:
    """Clips of all scenes in a directory.

    Args:
        directory: Made if missing.
        scenes: What is to be had.
        frames: Length of the clips in frames; other than a minute only in tests.
        workers: Processes that draw.
    """

    def __init__(
        self, directory: Path, scenes: tuple[Scene, ...] = SCENES, *, frames: int = MINUTE, workers: int = 2
    ) -> None:
        self.directory = directory
        self.scenes = scenes
        self._frames = frames
        self._workers = workers
        self._clips: OrderedDict[tuple[str, Quality], Clip] = OrderedDict()
        self._found: set[tuple[str, Quality]] = set()
        self._coming: dict[tuple[str, Quality], asyncio.Event] = {}
        self._wanted: list[str] = []
        self._wanted_large: asyncio.Queue[Scene] = asyncio.Queue()
        self._asked_large: set[str] = set()

    def path(self, scene: Scene, quality: Quality) -> Path:
        """Where a clip is kept; the name says which version of the drawing code made it."""
        length = "" if self._frames == MINUTE else f"-{self._frames}"
        return self.directory / f"{scene.id}-{quality}-v{VERSION}{length}.ts"

    def has(self, scene: Scene, quality: Quality = Quality.SUB) -> bool:
        """Whether a clip is there and sound."""
        return (scene.id, quality) in self._found

    def want(self, scene: Scene) -> None:
        """Somebody would like to see the scene: while clips are being made, it is made next."""
        if scene.id not in self._wanted:
            self._wanted.append(scene.id)

    def want_large(self, scene: Scene) -> None:
        """Somebody would like to see the scene's main stream: `make_large` makes it when it is its turn."""
        if scene.id not in self._asked_large and not self.has(scene, Quality.MAIN):
            self._asked_large.add(scene.id)
            self._wanted_large.put_nowait(scene)

    async def make_large(self, on_progress: Progress) -> None:
        """Makes the main streams that are wanted, one after the other, for ever; see `prepare`."""
        while True:
            scene = await self._wanted_large.get()
            for step in (scene.base, scene):
                if step is not None and not self.has(step, Quality.MAIN):
                    await self.prepare(on_progress, (step,), Quality.MAIN)

    async def prepare(
        self, on_progress: Progress, scenes: Sequence[Scene] | None = None, quality: Quality = Quality.SUB
    ) -> None:
        """Makes sure of the clips of one quality; those already there are only checked.

        Args:
            on_progress: Told (done, total, scene id) at the beginning and after each clip.
            scenes: Which; all if not said. Variants need their base scenes in the same quality, and are made by one
                process at the lowest priority.
            quality: Sub streams first; main streams take several times as long and run at the lowest priority, too.

        Raises:
            ClipStorageError: The directory cannot be written.
        """
        scenes = self.scenes if scenes is None else scenes
        self._coming.update({(scene.id, quality): asyncio.Event() for scene in scenes})
        try:
            await self._prepare(on_progress, scenes, quality)
        finally:
            for scene in scenes:
                self._coming.pop((scene.id, quality)).set()

    async def find(self, scenes: Sequence[Scene], quality: Quality) -> list[Scene]:
        """Looks which clips are in the directory and gives the scenes whose clips are missing or damaged.

        Raises:
            ClipStorageError: The directory cannot be read.
        """
        missing = []
        for scene in scenes:
            if await asyncio.to_thread(self._is_sound, scene, quality):
                self._there(scene, quality)
            else:
                missing.append(scene)
        return missing

    async def _prepare(self, on_progress: Progress, scenes: Sequence[Scene], quality: Quality) -> None:
        await asyncio.to_thread(self._make_directory)
        missing = await self.find(scenes, quality)
        done, total = len(scenes) - len(missing), len(scenes)
        on_progress(done, total, missing[0].id if missing else "")
        if not missing:
            return
        async for scene in self._drawn(missing, quality):
            self._there(scene, quality)
            done += 1
            on_progress(done, total, scene.id)

    def _there(self, scene: Scene, quality: Quality) -> None:
        self._found.add((scene.id, quality))
        if (coming := self._coming.get((scene.id, quality))) is not None:
            coming.set()

    async def _drawn(self, missing: list[Scene], quality: Quality) -> AsyncIterator[Scene]:
        """Draws scenes in worker processes, those first that somebody waits for, and gives each when it is stored."""
        spawning = multiprocessing.get_context("spawn")
        called_off = spawning.Event()
        is_urgent = quality is Quality.SUB and any(scene.base is None for scene in missing)
        workers = min(self._workers, len(missing)) if is_urgent else 1
        niceness = 5 if is_urgent else 19
        pool = ProcessPoolExecutor(workers, spawning, _begin_work, (called_off, niceness))
        loop = asyncio.get_running_loop()
        work: dict[asyncio.Future[OSError | None], Scene] = {}
        try:
            while missing or work:
                while missing and len(work) < workers:
                    scene = missing.pop(self._next(missing))
                    path = self.path(scene, quality)
                    base = None if scene.base is None else self.path(scene.base, quality)
                    work[loop.run_in_executor(pool, _make, scene, quality, self._frames, path, base)] = scene
                ready, _waiting = await asyncio.wait(work, return_when=asyncio.FIRST_COMPLETED)
                for made in ready:
                    scene = work.pop(made)
                    if (fault := made.result()) is not None:
                        raise self._storage_error(fault)
                    yield scene
        finally:
            called_off.set()
            await asyncio.shield(asyncio.to_thread(pool.shutdown, wait=True, cancel_futures=True))
            await asyncio.gather(*work, return_exceptions=True)  # whoever was called off has told so by an exception

    def _next(self, missing: list[Scene]) -> int:
        """Index of the scene to draw next."""
        ids = [scene.id for scene in missing]
        return next((ids.index(wanted) for wanted in self._wanted if wanted in ids), 0)

    def _make_directory(self) -> None:
        try:
            self.directory.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise self._storage_error(error) from error

    def _storage_error(self, fault: OSError) -> ClipStorageError:
        text = _("The demo video cannot be kept in {folder}: {reason}.")
        return ClipStorageError(text.format(folder=self.directory, reason=reason(fault)))

    def _is_sound(self, scene: Scene, quality: Quality) -> bool:
        path = self.path(scene, quality)
        try:
            frames = sound(path.read_bytes())
        except FileNotFoundError:
            return False
        except OSError as error:
            raise self._storage_error(error) from error
        if frames == self._frames:
            return True
        aside = path.with_suffix(".ts.damaged")
        log.warning("clip %s is damaged, set aside as %s", path, aside.name)
        path.replace(aside)
        return False

    async def clip(self, scene: Scene, quality: Quality = Quality.SUB) -> Clip:
        """A clip, loaded once; waits for it, and has it drawn next, while clips are being prepared.

        Raises:
            FileNotFoundError: It has not been prepared.
        """
        key = scene.id, quality
        if key not in self._found and key in self._coming:
            self.want(scene)
            await self._coming[key].wait()
        if key not in self._clips:
            clip = await asyncio.to_thread(lambda: Clip(self.path(scene, quality).read_bytes()))
            clip = self._clips.setdefault(key, clip)
            if len(self._clips) > KEPT_CLIPS:
                self._clips.popitem(last=False)
            return clip
        self._clips.move_to_end(key)
        return self._clips[key]

    async def live(self, scene: Scene, quality: Quality, clock: Clock) -> AsyncIterator[bytes]:
        """A scene's stream in step with a clock (see `transport.live`).

        The sub stream if there is no main one yet; the base scene until a variant is made, which then goes on from it.
        """
        async for piece in self._following(scene, quality, lambda shown: live(shown, clock)):
            yield piece

    async def archive(
        self, scene: Scene, quality: Quality, clock: Clock, start: float, until: float, rate: float = 1.0
    ) -> AsyncGenerator[bytes, None]:
        """A scene's stream from a past time on (see `record.paced`); of what there is, as with `live`."""
        shape = FORMATS[self._quality(scene, quality)]

        def played(shown: Source) -> AsyncIterator[bytes]:
            return paced(ClipRecord(shown, shape, frame_at(start)).make, clock, start, until, rate)

        async for piece in self._following(scene, quality, played):
            yield piece

    async def still(self, scene: Scene, quality: Quality, at: float, width: int) -> tuple[bytes, float]:
        """The frame shown at a time as JPEG, and its time; of what there is, as with `live`."""
        quality = self._quality(scene, quality)
        clip = await self.clip(self._made(scene, quality), quality)
        number = frame_at(at)
        second, index = divmod(number, FRAME_RATE)
        pieces = clip.second(second).pieces()[: index + 1]
        return await asyncio.to_thread(lambda: jpeg(list(pictures(pieces))[-1], width)), number / FRAME_RATE

    def _quality(self, scene: Scene, quality: Quality) -> Quality:
        return quality if self.has(scene, quality) else Quality.SUB

    async def _following(
        self, scene: Scene, quality: Quality, played: Callable[[Source], AsyncIterator[bytes]]
    ) -> AsyncIterator[bytes]:
        quality = self._quality(scene, quality)
        shown = _Shown(await self.clip(self._made(scene, quality), quality))
        async for piece in played(shown):
            yield piece
            shown.clip = await self.clip(self._made(scene, quality), quality)

    def _made(self, scene: Scene, quality: Quality) -> Scene:
        return scene if scene.base is None or self.has(scene, quality) else scene.base


@dataclass
class _Shown:
    """What a viewer sees; the clip changes when a better one has been made."""

    clip: Clip

    def __call__(self) -> Clip:
        return self.clip


_called_off: Event


def _begin_work(called_off: Event, niceness: int) -> None:
    """In a new worker: lower its priority, and end it when the center is gone, however that ended."""
    global _called_off
    _called_off = called_off
    if hasattr(os, "nice"):
        os.nice(niceness)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_end_with, args=(parent,), daemon=True, name="center watch").start()


def _end_with(parent: ParentProcess) -> None:
    parent.join()
    os._exit(1)


class ParentProcess(Protocol):
    """The part of multiprocessing's parent process that is used."""

    def join(self) -> None:
        """Waits for its end."""


def _make(scene: Scene, quality: Quality, frames: int, path: Path, base: Path | None) -> OSError | None:
    """In a worker: makes and stores one clip, a variant from its base's; gives the fault where that could not be."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        if scene.view is not None and base is not None:
            stream = reencoded(base.read_bytes(), scene.view, quality, _called_off.is_set)
        elif quality is Quality.PANORAMA:
            stream = panned(scene.drawn, frames, _called_off.is_set)
        else:
            stream = encoded(scene.drawn(), quality, frames, _called_off.is_set)
        with unfinished.open("wb") as file:
            file.write(stream)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        return error
    return None
