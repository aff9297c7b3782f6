"""Turning cameras: who may, one at a time, and what they then do.

The first order of an operator who sees the camera takes its lock where it is free. A lock ends when its owner lets go,
does nothing for a while or closes the camera; a higher rank may take it, by asking for it, and the event tells the
loser. Locks and presets are in the log; where a camera looks is told like a position.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress

from console.center import problems
from console.center.center import Center
from console.center.openings import Openings
from console.center.signals import Heads
from console.clock import monotonic
from console.domain import ptz
from console.domain.cameras import Camera
from console.domain.errors import Refused
from console.domain.events import CENTER, PresetDeleted, PresetSaved, PtzReleased, PtzTaken
from console.domain.ptz import LOCK_S, RANK, Direction, PtzLock, PtzMove, PtzOrder, PtzPosition, PtzState
from console.domain.session import Operator

LOOK_S = 0.2
"""How often it is told where a moving camera looks, seconds."""

STOP = PtzMove()

log = logging.getLogger(__name__)


def taking(camera: str, lock: PtzLock | None, actor: Operator, *, is_asked: bool) -> PtzTaken | None:
    """The event that makes the camera the actor's; None where it is already.

    Args:
        camera: its id.
        lock: who has it.
        actor: who wants it.
        is_asked: whether the actor asks for the camera itself; else a camera of another is never taken.

    Raises:
        Refused: another has it who does not give way.
    """
    if lock is None:
        return PtzTaken(camera, actor.role)
    if lock.owner == actor.id:
        return None
    if is_asked and RANK[actor.role] > RANK[lock.role]:
        return PtzTaken(camera, actor.role, instead_of=lock.owner)
    detail = f"Camera {camera} is turned by {lock.owner}."
    if RANK[actor.role] > RANK[lock.role]:
        detail += " You may take it over."
    raise problems.turned_by_another(detail, lock.owner, lock.since)


def may_order(order: PtzOrder, presets: Mapping[str, Direction], actor: Operator) -> None:
    """Whether a role may do with presets what is ordered. Raises Refused."""
    match order:
        case ptz.PtzSave(preset=preset) if preset not in presets:
            may = ptz.MAY_KEEP_PRESETS
        case ptz.PtzSave() | ptz.PtzRename() | ptz.PtzForget():
            may = ptz.MAY_MANAGE_PRESETS
        case _:
            return
    if actor.role not in may:
        raise problems.forbidden(f"A {actor.role} does not change the presets that others count on.")


class Turning:
    """The turning of cameras. ``now`` is a clock that never jumps."""

    def __init__(self, center: Center, openings: Openings, heads: Heads, now: Callable[[], float] = monotonic) -> None:
        self._center = center
        self._openings = openings
        self._heads = heads
        self._now = now
        self._used: dict[str, float] = {}
        """When the owner of a lock gave an order last. A lock of before the center's start begins anew."""
        self._moving: set[str] = set()

    def state(self, camera_id: str) -> PtzState:
        """Where a camera looks, what it can, and who turns it. Raises Refused."""
        camera = self._openings.camera(camera_id)
        abilities = self._heads.abilities(camera.id)
        if abilities is None:
            raise problems.not_found(f"way to turn camera {camera.id}")
        picture, now = self._center.picture, self._center.clock.now()
        lock = picture.locks.get(camera.id)
        return PtzState(
            camera.id,
            self._heads.direction(camera.id, now),
            self._heads.is_moving(camera.id, now),
            abilities,
            lock,
            None if lock is None else round(max(0.0, self._ends(camera.id) - self._now()), 1),
            dict(picture.presets.get(camera.id, {})),
        )

    async def order(self, camera_id: str, order: PtzOrder, actor: Operator) -> PtzState:
        """Carry out an order. Raises Refused."""
        camera = self._openings.camera(camera_id)
        if self._heads.abilities(camera.id) is None:
            raise problems.not_found(f"way to turn camera {camera.id}")
        if isinstance(order, ptz.PtzRelease):
            await self._let_go(camera.id, actor)
            return self.state(camera.id)
        if not self._openings.has_open(camera.id, actor):
            raise problems.not_open(camera.id)
        may_order(order, self._center.picture.presets.get(camera.id, {}), actor)
        await self._take(camera.id, actor, is_asked=isinstance(order, ptz.PtzTake))
        await self._do(camera, order, actor)
        self._moving.add(camera.id)
        return self.state(camera.id)

    async def keep(self) -> None:
        """Tell where cameras look that move, and free those that nobody turns; for ever."""
        while True:
            self._tell()
            try:
                await self._free()
            except Refused as refused:
                log.warning("a camera is not freed: %s", refused)
            await asyncio.sleep(LOOK_S)

    async def _take(self, camera: str, actor: Operator, *, is_asked: bool) -> None:
        taken = taking(camera, self._center.picture.locks.get(camera), actor, is_asked=is_asked)
        self._used[camera] = self._now()
        if taken is None:
            return
        await self._center.record([taken], actor.id)
        if taken.instead_of:
            with suppress(Refused):  # one that does not answer is told of with the first order
                await self._heads.move(camera, STOP, self._center.clock.now())

    async def _let_go(self, camera: str, actor: Operator) -> None:
        lock = self._center.picture.locks.get(camera)
        if lock is None:
            return
        if lock.owner != actor.id:
            raise problems.turned_by_another(f"Camera {camera} is turned by {lock.owner}.", lock.owner, lock.since)
        await self._center.record([PtzReleased(camera)], actor.id)

    async def _do(self, camera: Camera, order: PtzOrder, actor: Operator) -> None:
        now, presets = self._center.clock.now(), self._center.picture.presets.get(camera.id, {})
        match order:
            case ptz.PtzMove():
                await self._heads.move(camera.id, order, now)
            case ptz.PtzTurn(pan=pan, tilt=tilt, zoom=zoom):
                await self._heads.turn(camera.id, Direction(pan, tilt, zoom), now)
            case ptz.PtzRecall(preset=preset):
                await self._heads.turn(camera.id, _kept(presets, preset), now)
            case ptz.PtzSave(preset=preset):
                if preset not in presets and len(presets) >= ptz.PRESETS_AT_MOST:
                    raise problems.too_many("presets of this camera", ptz.PRESETS_AT_MOST)
                direction = self._heads.direction(camera.id, now)
                await self._center.record([PresetSaved(camera.id, preset, direction)], actor.id)
            case ptz.PtzRename(preset=preset, name=name):
                direction = _kept(presets, preset)
                if name != preset:
                    saved, deleted = PresetSaved(camera.id, name, direction), PresetDeleted(camera.id, preset)
                    await self._center.record([saved, deleted], actor.id)
            case ptz.PtzForget(preset=preset):
                _kept(presets, preset)
                await self._center.record([PresetDeleted(camera.id, preset)], actor.id)

    def _ends(self, camera: str) -> float:
        return self._used.setdefault(camera, self._now()) + LOCK_S

    async def _free(self) -> None:
        for camera, lock in list(self._center.picture.locks.items()):
            owner = Operator(lock.owner, "", lock.role)
            if self._ends(camera) < self._now() or not self._openings.has_open(camera, owner):
                self._used.pop(camera, None)
                await self._center.record([PtzReleased(camera)], CENTER)

    def _tell(self) -> None:
        now = self._center.clock.now()
        positions = [
            PtzPosition(camera, self._heads.direction(camera, now), now, self._heads.is_moving(camera, now))
            for camera in self._moving
        ]
        self._moving = {position.camera for position in positions if position.is_moving}
        if positions:
            self._center.turn(positions)


def _kept(presets: dict[str, Direction], name: str) -> Direction:
    if name not in presets:
        raise problems.not_found(f"preset {name!r}")
    return presets[name]
