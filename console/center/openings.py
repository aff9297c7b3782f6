"""Opening cameras: who may, with which reason, and the short-lived addresses (leases) of their pictures.

Each opening is in the log before its lease is given. A lease is a random name instead of a credential, so that video
players, which cannot send headers, need none in the address; it ends when it was not used for a while.
"""

import secrets
from collections.abc import AsyncGenerator, Callable, Sequence
from typing import Any, Literal, Protocol

from msgspec import Struct

from console.center import problems
from console.center.center import Center
from console.clock import monotonic
from console.domain.cameras import Camera, Consent, Integration
from console.domain.devices import Health
from console.domain.events import CameraOpened
from console.domain.protocol import ARCHIVE, LIVE, Opening
from console.domain.session import Operator

LEASE_S = 60.0
"""A lease ends after so many seconds without a viewer."""

REASON_LIMIT = 500
"""Longest reason, characters."""

Quality = Literal["main", "sub"]


class Pictures(Protocol):
    """Where the pictures come from. ``live`` and ``archive`` raise Refused (503) when there is none now."""

    async def prepare(self, say: Callable[[dict[str, Any]], None]) -> None:
        """Make what is missing; ``say`` is told ``{"progress": ..., "done": n, "total": m}``."""
        ...

    def check(self, camera: Camera) -> None:
        """Whether the camera gives a picture now. Raises Refused (503) with how long to wait where it does not."""
        ...

    def live(self, camera: Camera, quality: Quality) -> AsyncGenerator[bytes, None]:
        """The camera's MPEG-TS, paced, from now on."""
        ...

    def archive(self, camera: Camera, quality: Quality, start: float, rate: float) -> AsyncGenerator[bytes, None]:
        """What the camera saw from ``start`` on (Unix seconds), ``rate`` times as fast."""
        ...


class _Lease(Struct):
    camera: Camera
    until: float
    viewers: int = 0


class Openings:
    """The cameras by id and the leases that are out. ``check`` is ``Pictures.check``."""

    def __init__(self, center: Center, cameras: Sequence[Camera], check: Callable[[Camera], None]) -> None:
        self._center = center
        self._check = check
        self._cameras = {camera.id: camera for camera in cameras}
        self._leases: dict[str, _Lease] = {}

    async def open(self, camera_id: str, reason: str, actor: Operator) -> Opening:
        """A lease on a camera's picture. Raises Refused."""
        reason = reason.strip()
        camera = self._cameras.get(camera_id)
        if camera is None:
            raise problems.not_found(f"camera {camera_id[:64]}")
        if len(reason) > REASON_LIMIT:
            raise problems.malformed(f"A reason has at most {REASON_LIMIT} characters.")
        if camera.integration is not Integration.INTEGRATED:
            raise problems.conflict(f"The picture of camera {camera.id} does not reach the center.")
        if not camera.can_be_opened:
            raise problems.no_consent(camera.id)
        if camera.consent is Consent.WITH_REASON and not reason:
            raise problems.reason_needed(camera.id)
        if self._center.picture.devices.get(camera.id) is Health.OFFLINE:
            raise problems.unavailable(f"Camera {camera.id} does not answer.")
        self._check(camera)
        await self._center.record([CameraOpened(camera.id, reason)], actor.id)
        return self._lease(camera)

    async def watch(self, lease_name: str, pictures: AsyncGenerator[bytes, None]) -> AsyncGenerator[bytes, None]:
        """``pictures`` for one viewer of a lease, which stays as long as somebody watches."""
        lease = self._leases[lease_name]
        lease.viewers += 1
        try:
            async for piece in pictures:
                yield piece
        finally:
            lease.viewers -= 1
            lease.until = monotonic() + LEASE_S

    def camera(self, lease_name: str) -> Camera:
        """The camera of a lease. Raises Refused (404) when the lease has ended."""
        lease = self._leases.get(lease_name)
        if lease is None or (lease.viewers == 0 and lease.until < monotonic()):
            raise problems.not_found("lease of this name; open the camera again")
        return lease.camera

    def _lease(self, camera: Camera) -> Opening:
        now = monotonic()
        self._leases = {name: kept for name, kept in self._leases.items() if kept.viewers or kept.until >= now}
        name = secrets.token_urlsafe(24)
        self._leases[name] = _Lease(camera, now + LEASE_S)
        live = LIVE.format(lease=name)
        archive = ARCHIVE.format(lease=name)
        return Opening(camera.id, f"{live}?quality=main", f"{live}?quality=sub", archive, LEASE_S)
