"""Opening cameras: who may, with which reason, for how long; and the journal of it.

Each opening is in the log before its lease is given, and each closing follows, whoever or whatever brought it about:
the operator, the time, an owner who does not agree any more, or a center that ended.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable, Mapping
from typing import Any, Protocol

from msgspec import Struct

from console.center import problems
from console.center.center import Center
from console.center.leases import LEASE_S, Lease, Leases
from console.domain.cameras import Camera, Consent, Integration
from console.domain.devices import Health
from console.domain.errors import Refused
from console.domain.events import (
    CENTER,
    CameraClosed,
    CameraOpened,
    CloseReason,
    ConsentChanged,
    ListeningBegan,
    ListeningEnded,
    LogEntry,
)
from console.domain.protocol import ARCHIVE, FRAME, LIVE, SOUND, Opening, Quality
from console.domain.ptz import PtzAbilities
from console.domain.session import Operator
from console.domain.streams import PrivacyMask, StreamFacts

REASON_LIMIT = 500
"""Longest reason, characters."""

LEASES_AT_MOST = 200
"""Cameras that one operator has open: four walls of 25 tiles, each of which may be changing over."""

LOOK_S = 1.0
"""How often it is looked for leases whose time has run out, seconds."""

log = logging.getLogger(__name__)


class CameraFacts(Struct, frozen=True):
    """What a camera's pictures are. ``masks`` are for the console to draw."""

    main: StreamFacts = StreamFacts()
    sub: StreamFacts = StreamFacts()
    masks: tuple[PrivacyMask, ...] = ()


class Pictures(Protocol):
    """Where the pictures come from. What gives pictures raises Refused (503) when there is none now."""

    async def prepare(self, say: Callable[[dict[str, Any]], None]) -> None:
        """Make what is missing; ``say`` is told ``{"progress": ..., "done": n, "total": m}``."""
        ...

    def check(self, camera: Camera) -> None:
        """Whether the camera gives a picture now. Raises Refused (503) with how long to wait where it does not."""
        ...

    def facts(self, camera: Camera) -> CameraFacts:
        """What its pictures are like."""
        ...

    def live(self, camera: Camera, quality: Quality) -> AsyncGenerator[bytes, None]:
        """The camera's MPEG-TS, paced, from now on."""
        ...

    def archive(
        self, camera: Camera, quality: Quality, start: float, until: float, rate: float
    ) -> AsyncGenerator[bytes, None]:
        """What the camera saw between two times (Unix seconds), ``rate`` times as fast; first the frame shown then."""
        ...

    async def still(self, camera: Camera, quality: Quality, at: float, width: int) -> tuple[bytes, float]:
        """The frame shown at a time as JPEG, ``width`` pixels wide (0: as it is), and when it was taken."""
        ...

    def hears(self, camera: Camera) -> bool:
        """Whether it has a microphone."""
        ...

    def sound(self, camera: Camera) -> AsyncGenerator[bytes, None]:
        """What its microphone hears from now on: AAC in ADTS frames, paced."""
        ...

    def recorded(self, camera: Camera, since: float, until: float) -> list[tuple[float, float]]:
        """What the recorder kept of a camera between two times, in order."""
        ...


class External(Struct, frozen=True):
    """Where a camera's streams are when they do not come from the center. ``has_sound``: its streams carry sound."""

    main: str
    sub: str
    user: str = ""
    password: str = ""
    main_facts: StreamFacts = StreamFacts()
    sub_facts: StreamFacts = StreamFacts()
    has_sound: bool = False
    masks: tuple[PrivacyMask, ...] = ()


class _Closing(Struct, frozen=True):
    event: CameraClosed | ListeningEnded
    actor: str


class Openings:
    """Cameras and who has them open.

    Args:
        center: the center, whose registry it knows.
        pictures: where pictures come from.
        external: cameras whose streams come from elsewhere, by id.
        abilities: what a camera that turns can do; None for one that does not.
    """

    def __init__(
        self,
        center: Center,
        pictures: Pictures,
        external: Mapping[str, External],
        abilities: Callable[[Camera], PtzAbilities | None] = lambda _: None,
    ) -> None:
        self._center = center
        self._pictures = pictures
        self._external = external
        self._abilities = abilities
        self.leases = Leases()
        self._closings: list[_Closing] = []
        self._something = asyncio.Event()
        self._writing = asyncio.Lock()
        center.on_told.append(self._hear)

    def camera(self, camera_id: str) -> Camera:
        """A camera whose picture this center may give away. Raises Refused."""
        camera = self._center.city.cameras.get(camera_id)
        if camera is None:
            raise problems.not_found(f"camera {camera_id[:64]}")
        if camera.integration is not Integration.INTEGRATED:
            raise problems.conflict(f"The picture of camera {camera.id} does not reach the center.")
        if not self._center.picture.consent(camera).allows:
            raise problems.no_consent(camera.id)
        return camera

    async def open(self, camera_id: str, reason: str, actor: Operator) -> Opening:
        """A lease on a camera's picture. Raises Refused."""
        reason = reason.strip()
        camera = self.camera(camera_id)
        if len(reason) > REASON_LIMIT:
            raise problems.malformed(f"A reason has at most {REASON_LIMIT} characters.")
        if self._center.picture.consent(camera) is Consent.WITH_REASON and not reason:
            raise problems.reason_needed(camera.id)
        if self.leases.held_by(actor.id) >= LEASES_AT_MOST:
            raise problems.too_many("cameras open", LEASES_AT_MOST)
        if self._is_offline(camera):
            raise problems.no_picture(camera.id)
        if camera.id not in self._external:
            self._pictures.check(camera)
        since = self._center.clock.now()
        entry = await self._center.record([CameraOpened(camera.id, reason)], actor.id)
        lease = self.leases.give(camera, actor, entry, since)
        if not self._center.picture.consent(camera).allows:  # withdrawn while it was written down
            self._end(lease, CloseReason.NO_CONSENT)
            raise problems.no_consent(camera.id)
        return self._opening(lease)

    def shown(self, lease_name: str) -> Lease:
        """A lease on pictures that this center shows itself. Raises Refused."""
        lease = self.leases.find(lease_name)
        if lease.camera.id in self._external:
            raise problems.not_found(f"picture of camera {lease.camera.id} here; its own address shows it")
        return lease

    def live(self, lease_name: str, quality: Quality) -> AsyncGenerator[bytes, None]:
        """What a camera sees now, until its lease or its line ends. Raises Refused."""
        lease = self.shown(lease_name)
        camera = lease.camera
        if self._is_offline(camera):
            raise problems.no_picture(camera.id)
        return self.leases.watch(lease, self._pictures.live(camera, quality), lambda: self._is_offline(camera))

    async def listen(self, lease_name: str, actor: Operator) -> None:
        """Let its operator hear the camera; it is in the journal when this returns. Raises Refused."""
        lease = self._own(lease_name, actor)
        if not self._may_hear(lease.camera):
            raise problems.not_found(f"microphone of camera {lease.camera.id} that may be listened to")
        if lease.listened_since is None:
            lease.listened_since = self._center.clock.now()
            try:
                await self._center.record([ListeningBegan(lease.camera.id, lease.entry)], actor.id)
            except Refused:
                lease.listened_since = None
                raise

    async def stop_listening(self, lease_name: str, actor: Operator) -> None:
        """End it; it is in the journal when this returns. Raises Refused."""
        self._fall_silent(self._own(lease_name, actor), actor.id)
        await self._write()

    def sound(self, lease_name: str) -> AsyncGenerator[bytes, None]:
        """What a camera hears now, for as long as its operator has said to listen. Raises Refused."""
        lease = self.shown(lease_name)
        if lease.listened_since is None:
            raise problems.conflict(f"Camera {lease.camera.id} is not listened to: say so first.")
        return self.leases.watch(lease, self._pictures.sound(lease.camera), lambda: lease.listened_since is None)

    def renew(self, lease_name: str, actor: Operator) -> None:
        """Keep a lease that is in use where the center does not see it. Raises Refused."""
        self.leases.renew(self._own(lease_name, actor))

    async def close(self, lease_name: str, actor: Operator) -> None:
        """End a lease; it is in the journal when this returns. Raises Refused."""
        self._end(self._own(lease_name, actor), CloseReason.CLOSED, actor.id)
        await self._write()

    async def keep(self) -> None:
        """End what nobody uses, and write down what has ended; for ever."""
        self._close_those_of_before()
        while True:
            for lease in self.leases.over():
                self._end(lease, CloseReason.UNUSED)
            try:
                await self._write()
            except Refused as refused:
                log.warning("the closing of cameras waits: %s", refused)
            self._something.clear()
            try:
                await asyncio.wait_for(self._something.wait(), LOOK_S)
            except TimeoutError:
                continue

    def has_open(self, camera_id: str, operator: Operator) -> bool:
        """Whether an operator sees a camera now."""
        return any(lease.operator.id == operator.id for lease in self.leases.of(camera_id))

    def _may_hear(self, camera: Camera) -> bool:
        """The city's own only: what an owner has agreed to is a picture."""
        if camera.consent is not Consent.NOT_NEEDED:
            return False
        place = self._external.get(camera.id)
        return self._pictures.hears(camera) if place is None else place.has_sound

    def _fall_silent(self, lease: Lease, actor: str) -> None:
        if lease.listened_since is not None:
            seconds = round(max(0.0, self._center.clock.now() - lease.listened_since), 1)
            lease.listened_since = None
            self._closings.append(_Closing(ListeningEnded(lease.camera.id, lease.entry, seconds), actor))
            self._something.set()

    def _is_offline(self, camera: Camera) -> bool:
        return self._center.picture.devices.get(camera.id) is Health.OFFLINE

    def _own(self, lease_name: str, actor: Operator) -> Lease:
        lease = self.leases.find(lease_name)
        if lease.operator.id != actor.id:
            raise problems.not_found("lease of this name; open the camera again")
        return lease

    def _hear(self, entries: list[LogEntry]) -> None:
        """An owner who does not agree any more ends at once what is being watched."""
        for entry in entries:
            if isinstance(entry.event, ConsentChanged) and not entry.event.consent.allows:
                for lease in self.leases.of(entry.event.camera):
                    self._end(lease, CloseReason.NO_CONSENT)

    def _end(self, lease: Lease, reason: CloseReason, actor: str = CENTER) -> None:
        self.leases.end(lease)
        self._fall_silent(lease, actor)
        seconds = round(max(0.0, self._center.clock.now() - lease.since), 1)
        event = CameraClosed(lease.camera.id, lease.entry, reason, seconds)
        self._closings.append(_Closing(event, actor))
        self._something.set()

    def _close_those_of_before(self) -> None:
        """What was open when the center ended the last time: for how long at least is as far as the log knows."""
        ended = self._center.log.last_time()
        for entry, viewing in self._center.picture.viewings.items():
            seconds = round(max(0.0, ended - viewing.since), 1)
            closed = CameraClosed(viewing.camera, entry, CloseReason.RESTART, seconds)
            self._closings.append(_Closing(closed, CENTER))

    async def _write(self) -> None:
        async with self._writing:
            while self._closings:
                closing = self._closings[0]
                await self._center.record([closing.event], closing.actor)
                self._closings.pop(0)

    def _opening(self, lease: Lease) -> Opening:
        camera, name = lease.camera, lease.name
        abilities = self._abilities(camera)
        if (place := self._external.get(camera.id)) is not None:
            return Opening(
                camera.id,
                place.main,
                place.sub,
                archive="",
                expires_in=LEASE_S,
                lease=name,
                user=place.user,
                password=place.password,
                main_facts=place.main_facts,
                sub_facts=place.sub_facts,
                masks=place.masks,
                ptz=abilities,
                sound=place.sub if self._may_hear(camera) else "",
            )
        live, facts = LIVE.format(lease=name), self._pictures.facts(camera)
        return Opening(
            camera.id,
            f"{live}?quality=main",
            f"{live}?quality=sub",
            archive=ARCHIVE.format(lease=name),
            expires_in=LEASE_S,
            lease=name,
            frame=FRAME.format(lease=name),
            main_facts=facts.main,
            sub_facts=facts.sub,
            masks=facts.masks,
            ptz=abilities,
            sound=SOUND.format(lease=name) if self._may_hear(camera) else "",
        )
