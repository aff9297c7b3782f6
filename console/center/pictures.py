"""The pictures of the demo city's cameras: each shows the scene that fits what it looks at, by day or by night.

A camera that turns shows a part of a panorama instead, coded for each viewer.
"""

import asyncio
import logging
import zlib
from collections import Counter
from collections.abc import AsyncGenerator, Callable, Iterator
from concurrent.futures import BrokenExecutor
from contextlib import aclosing, contextmanager
from functools import partial
from typing import Any

from console import paths
from console.center import problems
from console.center.clips import sounds
from console.center.clips.catalogue import LOOKS, PANORAMAS, SCENES, VARIANTS, Scene, scene_for
from console.center.clips.encode import FORMATS, Quality as ClipQuality
from console.center.clips.library import ClipLibrary, ClipStorageError
from console.center.clips.record import frame_at, jpeg, paced
from console.center.clips.transport import FRAME_RATE
from console.center.clips.window import Panned, live
from console.center.openings import CameraFacts
from console.center.recorder import kept
from console.center.signals import Heads
from console.center.unseen import covers, masks
from console.clock import Clock, local
from console.domain.cameras import Camera, PlaceKind
from console.domain.protocol import Quality
from console.domain.registry import Registry
from console.domain.streams import Codec, StreamFacts
from console.language import _
from console.reasons import reason

DAY_HOURS = range(6, 21)
"""Hours of daylight on the demo's clips: about Almaty's at the equinox (sunrise 6:10, sunset 18:20), with twilight."""

RETRY_S = 2.0

HEARING = {PlaceKind.UNDERPASS: 1, PlaceKind.CROSSING: 3, PlaceKind.STREET: 4, PlaceKind.PARK: 4}
"""Of how many cameras at such a place one has a microphone; the demo's assumption."""

PANNED_AT_MOST = 8
"""Viewers of turning cameras at once: each costs 10 % of a core as sub and 20 % as main stream (2 cores, no GPU)."""

log = logging.getLogger(__name__)


class ClipPictures:
    """The ``Pictures`` of the demo: clips of a minute from a library in the user's cache."""

    def __init__(self, registry: Registry, heads: Heads, clock: Clock) -> None:
        self._library = ClipLibrary(paths.cache() / "clips", LOOKS)
        self._heads = heads
        self._clock = clock
        self._sounds: dict[sounds.Heard, tuple[bytes, ...]] = {}
        self._making_sound = asyncio.Lock()
        self._fault = ""
        self._panned = 0
        lamps: Counter[str] = Counter()
        for segment in registry.lighting:
            lamps[segment.street] += 1 if segment.has_lamps else -1
        self._dark_streets = {street for street, more in lamps.items() if more < 0}

    async def prepare(self, say: Callable[[dict[str, Any]], None]) -> None:
        """Make the clips that are missing: the scenes' sub streams, then their variants', then what is wanted large."""
        try:
            await self._library.prepare(partial(_said, say, "clips_sub"), SCENES)
            for heard in sounds.Heard:
                await self._made(heard)
            await self._library.find(LOOKS, ClipQuality.MAIN)
            await self._library.find(PANORAMAS, ClipQuality.PANORAMA)
            await self._library.prepare(_unsaid, VARIANTS)
            await self._library.prepare(_unsaid, PANORAMAS, ClipQuality.PANORAMA)
            await self._library.make_large(partial(_said, say, "clips_main"))
        except ClipStorageError as error:
            self._fault = str(error)
        except OSError as error:
            self._fault = _unkept(error)
        except BrokenExecutor:
            self._fault = _("The drawing of the demo's pictures was ended from outside.")
        log.warning("%s", self._fault)

    def check(self, camera: Camera) -> None:
        """Whether the camera's scene has been drawn; raises Refused (503) where it has not, and draws it next."""
        if self._turns(camera):
            self._panorama(self._clock.now())
        else:
            self._scene(camera, self._clock.now())

    def facts(self, camera: Camera) -> CameraFacts:
        """What its pictures are like. In what turns, masks cannot be drawn by the console: they are drawn in."""
        unseen = () if self._turns(camera) else masks(camera)
        return CameraFacts(_facts(ClipQuality.MAIN), _facts(ClipQuality.SUB), unseen)

    def recorded(self, camera: Camera, since: float, until: float) -> list[tuple[float, float]]:
        """What the recorder kept."""
        return kept(camera.id, since, until)

    async def live(self, camera: Camera, quality: Quality) -> AsyncGenerator[bytes, None]:
        """The camera's scene in step with the center's clock."""
        pieces = self._live_panned(camera, quality) if self._turns(camera) else self._live_scene(camera, quality)
        async with aclosing(pieces):  # a place is given back at once, not when it is swept up
            async for piece in pieces:
                yield piece

    async def archive(
        self, camera: Camera, quality: Quality, start: float, until: float, rate: float
    ) -> AsyncGenerator[bytes, None]:
        """The camera's scene at a past time."""
        if self._turns(camera):
            pieces = self._archive_panned(camera, quality, start, until, rate)
        else:
            scene = self._scene(camera, start, quality)
            pieces = self._library.archive(scene, ClipQuality(quality), self._clock, start, until, rate)
        async with aclosing(pieces):  # a place is given back at once, not when it is swept up
            async for piece in pieces:
                yield piece

    async def still(self, camera: Camera, quality: Quality, at: float, width: int) -> tuple[bytes, float]:
        """One frame as JPEG."""
        if not self._turns(camera):
            return await self._library.still(self._scene(camera, at, quality), ClipQuality(quality), at, width)
        panned, number = await self._panned_of(camera, quality, at), frame_at(at)
        direction = self._heads.direction(camera.id, at)
        made = await asyncio.to_thread(lambda: jpeg(panned.picture(number, direction), width))
        return made, number / FRAME_RATE

    def hears(self, camera: Camera) -> bool:
        """Whether it has a microphone."""
        one_in = HEARING.get(camera.place_kind, 0)
        return one_in > 0 and zlib.crc32(camera.id.encode()) % one_in == 0

    async def sound(self, camera: Camera) -> AsyncGenerator[bytes, None]:
        """What is heard at such a place, in step with the center's clock."""
        try:
            made = await self._made(sounds.heard_at(camera.place_kind))
        except OSError as error:
            raise problems.unavailable(_unkept(error)) from error
        async for piece in sounds.live(made, self._clock, asyncio.sleep):
            yield piece

    async def _made(self, heard: sounds.Heard) -> tuple[bytes, ...]:
        """A minute of what is heard, made once; who does not wait so long finds it made the next time."""

        def make() -> None:
            self._sounds[heard] = sounds.kept(self._library.directory, heard)

        async with self._making_sound:
            if heard not in self._sounds:
                await asyncio.to_thread(make)
        return self._sounds[heard]

    def _turns(self, camera: Camera) -> bool:
        return self._heads.abilities(camera.id) is not None

    async def _live_scene(self, camera: Camera, quality: Quality) -> AsyncGenerator[bytes, None]:
        scene = self._scene(camera, self._clock.now(), quality)
        async for piece in self._library.live(scene, ClipQuality(quality), self._clock):
            yield piece

    async def _live_panned(self, camera: Camera, quality: Quality) -> AsyncGenerator[bytes, None]:
        with self._place():
            panned = await self._panned_of(camera, quality, self._clock.now())
            async for piece in live(panned, partial(self._heads.direction, camera.id), self._clock):
                yield piece

    async def _archive_panned(
        self, camera: Camera, quality: Quality, start: float, until: float, rate: float
    ) -> AsyncGenerator[bytes, None]:
        with self._place():
            panned = await self._panned_of(camera, quality, start)

            async def make(number: int, ticks: int) -> bytes:
                direction = self._heads.direction(camera.id, number / FRAME_RATE)
                return await asyncio.to_thread(panned.frame, number, direction, ticks)

            async for piece in paced(make, self._clock, start, until, rate):
                yield piece

    async def _panned_of(self, camera: Camera, quality: Quality, time: float) -> Panned:
        clip = await self._library.clip(self._panorama(time), ClipQuality.PANORAMA)
        return Panned(clip, ClipQuality(quality), covers(camera))

    @contextmanager
    def _place(self) -> Iterator[None]:
        if self._panned >= PANNED_AT_MOST:
            raise problems.unavailable(f"The demo codes {PANNED_AT_MOST} turning cameras at once, and no more.")
        self._panned += 1
        try:
            yield
        finally:
            self._panned -= 1

    def _panorama(self, time: float) -> Scene:
        is_night = local(time).hour not in DAY_HOURS
        scene = next(scene for scene in PANORAMAS if scene.is_night == is_night)
        if not self._library.has(scene, ClipQuality.PANORAMA):
            self._library.want(scene)
            raise self._not_drawn()
        return scene

    def _scene(self, camera: Camera, time: float, quality: str = ClipQuality.SUB) -> Scene:
        is_night = local(time).hour not in DAY_HOURS
        is_lit = camera.street not in self._dark_streets
        scene = scene_for(camera.id, camera.place_kind, is_night=is_night, is_lit=is_lit)
        for needed in (scene.base or scene, scene):
            if not self._library.has(needed):
                self._library.want(needed)
        if not self._library.has(scene.base or scene):
            raise self._not_drawn()
        if quality == ClipQuality.MAIN:
            self._library.want_large(scene)
        return scene

    def _not_drawn(self) -> Exception:
        if self._fault:
            return problems.unavailable(self._fault)
        return problems.not_ready("The demo's pictures are still being drawn.", RETRY_S)


def _facts(quality: ClipQuality) -> StreamFacts:
    shape = FORMATS[quality]
    return StreamFacts(Codec.H264, shape.width, shape.height, float(FRAME_RATE))


def _unkept(error: OSError) -> str:
    return _("The demo's sounds cannot be kept: {reason}.").format(reason=reason(error))


def _unsaid(_done: int, _total: int, _scene: str) -> None:
    """Variants come while everything can be seen already."""


def _said(say: Callable[[dict[str, Any]], None], what: str, done: int, total: int, _scene: str) -> None:
    say({"progress": what, "done": done, "total": total})
