"""The pictures of the demo city's cameras: each shows the scene that fits what it looks at, by day or by night."""

import logging
from collections import Counter
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import BrokenExecutor
from functools import partial
from typing import Any

from console import paths
from console.center import problems
from console.center.clips.catalogue import LOOKS, SCENES, VARIANTS, Scene, scene_for
from console.center.clips.encode import Quality as ClipQuality
from console.center.clips.library import ClipLibrary, ClipStorageError
from console.center.openings import Quality
from console.clock import Clock, local
from console.domain.cameras import Camera
from console.domain.registry import Registry
from console.language import _

DAY_HOURS = range(6, 21)
"""Hours of daylight on the demo's clips: about Almaty's at the equinox (sunrise 6:10, sunset 18:20), with twilight."""

RETRY_S = 2.0

log = logging.getLogger(__name__)


class ClipPictures:
    """The ``Pictures`` of the demo: clips of a minute from a library in the user's cache."""

    def __init__(self, registry: Registry, clock: Clock) -> None:
        self._library = ClipLibrary(paths.cache() / "clips", LOOKS)
        self._clock = clock
        self._fault = ""
        lamps: Counter[str] = Counter()
        for segment in registry.lighting:
            lamps[segment.street] += 1 if segment.has_lamps else -1
        self._dark_streets = {street for street, more in lamps.items() if more < 0}

    async def prepare(self, say: Callable[[dict[str, Any]], None]) -> None:
        """Make the clips that are missing: the scenes' sub streams, then their variants', then what is wanted large."""
        try:
            await self._library.prepare(partial(_said, say, "clips_sub"), SCENES)
            await self._library.find(LOOKS, ClipQuality.MAIN)
            await self._library.prepare(_unsaid, VARIANTS)
            await self._library.make_large(partial(_said, say, "clips_main"))
        except ClipStorageError as error:
            self._fault = str(error)
        except BrokenExecutor:
            self._fault = _("The drawing of the demo's pictures was ended from outside.")
        log.warning("%s", self._fault)

    def check(self, camera: Camera) -> None:
        """Whether the camera's scene has been drawn; raises Refused (503) where it has not, and draws it next."""
        self._scene(camera, self._clock.now())

    async def live(self, camera: Camera, quality: Quality) -> AsyncGenerator[bytes, None]:
        """The camera's scene in step with the center's clock."""
        scene = self._scene(camera, self._clock.now(), quality)
        async for piece in self._library.live(scene, ClipQuality(quality), self._clock):
            yield piece

    async def archive(self, camera: Camera, quality: Quality, start: float, rate: float) -> AsyncGenerator[bytes, None]:
        """The camera's scene at a past time."""
        scene = self._scene(camera, start, quality)
        async for piece in self._library.archive(scene, ClipQuality(quality), start, self._clock, rate):
            yield piece

    def _scene(self, camera: Camera, time: float, quality: str = ClipQuality.SUB) -> Scene:
        is_night = local(time).hour not in DAY_HOURS
        is_lit = camera.street not in self._dark_streets
        scene = scene_for(camera.id, camera.place_kind, is_night=is_night, is_lit=is_lit)
        for needed in (scene.base or scene, scene):
            if not self._library.has(needed):
                self._library.want(needed)
        if not self._library.has(scene.base or scene):
            if self._fault:
                raise problems.unavailable(self._fault)
            raise problems.not_ready("The demo's pictures are still being drawn.", RETRY_S)
        if quality == ClipQuality.MAIN:
            self._library.want_large(scene)
        return scene


def _unsaid(_done: int, _total: int, _scene: str) -> None:
    """Variants come while everything can be seen already."""


def _said(say: Callable[[dict[str, Any]], None], what: str, done: int, total: int, _scene: str) -> None:
    say({"progress": what, "done": done, "total": total})
