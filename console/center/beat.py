"""The center's heart: once a second it looks at the world outside and takes in what happened there."""

import asyncio
import logging

from console.center.center import Center
from console.center.log import NotWritten
from console.center.signals import Step, World
from console.clock import monotonic
from console.domain.errors import Refused
from console.domain.picture import Picture

BEAT_S = 1.0
KEEP_FIXES_EVERY = 30
"""Beats between two times that the last positions are kept on disk."""

log = logging.getLogger(__name__)


async def beat(center: Center, world: World) -> None:
    """Step ``world`` each second, for ever; a slow step delays the next one, and none is run twice to catch up."""
    count = 0
    due = monotonic()
    while True:
        step = await asyncio.to_thread(world.step, center.clock.now(), _copy(center.picture))
        await _heard(center, step)
        count += 1
        if count % KEEP_FIXES_EVERY == 0:
            try:
                await center.keep_fixes()
            except NotWritten as error:
                log.warning("positions not kept: %s", error)
        due = max(due + BEAT_S, monotonic())
        await asyncio.sleep(due - monotonic())


async def _heard(center: Center, step: Step) -> None:
    """Have the step taken in. Nothing that a device said may be lost: it waits until the disk takes it."""
    is_told = False
    while True:
        try:
            await center.hear(step)
        except Refused as refused:
            if not is_told:
                log.warning("the world waits: %s", refused)
                is_told = True
            await asyncio.sleep(BEAT_S)
        else:
            return


def _copy(picture: Picture) -> Picture:
    """The picture for another thread: its values never change, its dicts do."""
    copy = Picture()
    copy.epoch, copy.seq = picture.epoch, picture.seq
    copy.alarms, copy.incidents = dict(picture.alarms), dict(picture.incidents)
    copy.units, copy.devices = dict(picture.units), dict(picture.devices)
    copy.messages, copy.repairs = dict(picture.messages), dict(picture.repairs)
    copy.consents, copy.viewings = dict(picture.consents), dict(picture.viewings)
    return copy
