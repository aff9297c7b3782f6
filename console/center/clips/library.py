"""The library of clips: draws what is missing in processes of its own, keeps it in a cache directory, hands it out.

Drawing takes about a minute of two cores once per machine; the event loop only waits. A cached file is used only when
its checksum is right; a damaged one is set aside as ``.damaged`` and drawn anew.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing.synchronize import Event
from pathlib import Path
from typing import Protocol

from console.center.clips.catalogue import SCENES, VERSION, Scene
from console.center.clips.encode import Quality, encoded, sound
from console.center.clips.transport import Clip, archive, live
from console.clock import Clock
from console.language import _
from console.reasons import reason

log = logging.getLogger(__name__)

MINUTE = 900
"""Frames of a clip."""
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
        self._clips: dict[tuple[str, Quality], Clip] = {}
        self._found: set[tuple[str, Quality]] = set()
        self._coming: dict[tuple[str, Quality], asyncio.Event] = {}
        self._wanted: list[str] = []

    def path(self, scene: Scene, quality: Quality) -> Path:
        """Where a clip is kept; the name says which version of the drawing code made it."""
        length = "" if self._frames == MINUTE else f"-{self._frames}"
        return self.directory / f"{scene.id}-{quality}-v{VERSION}{length}.ts"

    def has(self, scene: Scene, quality: Quality = Quality.SUB) -> bool:
        """Whether a clip is there and sound."""
        return (scene.id, quality) in self._found

    def want(self, scene: Scene) -> None:
        """Somebody would like to see the scene: while clips are being made, it is drawn next."""
        if scene.id not in self._wanted:
            self._wanted.append(scene.id)

    async def prepare(self, on_progress: Progress, quality: Quality = Quality.SUB) -> None:
        """Makes sure of the clips of one quality; those already there are only checked.

        Args:
            on_progress: Told (done, total, scene id) at the beginning and after each clip.
            quality: Sub streams first; main streams take several times as long and run at the lowest priority.

        Raises:
            ClipStorageError: The directory cannot be written.
        """
        self._coming.update({(scene.id, quality): asyncio.Event() for scene in self.scenes})
        try:
            await self._prepare(on_progress, quality)
        finally:
            for scene in self.scenes:
                self._coming.pop((scene.id, quality)).set()

    async def _prepare(self, on_progress: Progress, quality: Quality) -> None:
        await asyncio.to_thread(self._make_directory)
        missing = []
        for scene in self.scenes:
            if await asyncio.to_thread(self._is_sound, scene, quality):
                self._there(scene, quality)
            else:
                missing.append(scene)
        done, total = len(self.scenes) - len(missing), len(self.scenes)
        on_progress(done, total, missing[0].id if missing else "")
        if not missing:
            return
        async for scene in self._drawn(missing, quality):
            self._there(scene, quality)
            done += 1
            on_progress(done, total, scene.id)

    def _there(self, scene: Scene, quality: Quality) -> None:
        self._found.add((scene.id, quality))
        self._coming[scene.id, quality].set()

    async def _drawn(self, missing: list[Scene], quality: Quality) -> AsyncIterator[Scene]:
        """Draws scenes in worker processes, those first that somebody waits for, and gives each when it is stored."""
        spawning = multiprocessing.get_context("spawn")
        called_off = spawning.Event()
        workers = min(self._workers, len(missing)) if quality is Quality.SUB else 1
        niceness = 5 if quality is Quality.SUB else 19
        pool = ProcessPoolExecutor(workers, spawning, _begin_work, (called_off, niceness))
        loop = asyncio.get_running_loop()
        work: dict[asyncio.Future[OSError | None], Scene] = {}
        try:
            while missing or work:
                while missing and len(work) < workers:
                    scene = missing.pop(self._next(missing))
                    path = self.path(scene, quality)
                    work[loop.run_in_executor(pool, _make, scene, quality, self._frames, path)] = scene
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
            self._clips.setdefault(key, clip)
        return self._clips[key]

    async def live(self, scene: Scene, quality: Quality, clock: Clock) -> AsyncIterator[bytes]:
        """A scene's stream in step with a clock (see `transport.live`); the sub stream while there is no main one."""
        async for piece in live(await self.clip(scene, self._best(scene, quality)), clock):
            yield piece

    async def archive(
        self, scene: Scene, quality: Quality, start: float, clock: Clock, rate: float = 1.0
    ) -> AsyncIterator[bytes]:
        """A scene's stream from a past time on (see `transport.archive`)."""
        async for piece in archive(await self.clip(scene, self._best(scene, quality)), clock, start, rate):
            yield piece

    def _best(self, scene: Scene, quality: Quality) -> Quality:
        return quality if self.has(scene, quality) else Quality.SUB


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


def _make(scene: Scene, quality: Quality, frames: int, path: Path) -> OSError | None:
    """In a worker: draws, encodes and stores one clip; gives the fault where it could not be stored."""
    stream = encoded(scene.drawn(), quality, frames, _called_off.is_set)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with unfinished.open("wb") as file:
            file.write(stream)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        return error
    return None
