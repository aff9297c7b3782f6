"""The life of leases: given, watched or renewed, ended. Who may have one, and what is written down, others decide.

A lease is a random name instead of a credential, so that video players, which cannot send headers, need none in the
address. It ends when it was not used for a while, or at once when it is ended; whoever watches it then sees no more.
"""

import secrets
from collections.abc import AsyncGenerator, Callable
from typing import TypeVar

from msgspec import Struct

from console.center import problems
from console.clock import monotonic
from console.domain.cameras import Camera
from console.domain.session import Operator

LEASE_S = 60.0
"""A lease ends after so many seconds without a viewer."""

Piece = TypeVar("Piece")


class Lease(Struct, eq=False):
    """One operator's leave to see one camera. ``entry`` is the log's, ``since`` Unix seconds, ``until`` monotonic."""

    name: str
    camera: Camera
    operator: Operator
    entry: int
    since: float
    until: float
    viewers: int = 0
    listened_since: float | None = None
    """Since when its operator hears the camera, Unix seconds; None where nobody does."""
    is_ended: bool = False


class Leases:
    """Those that are out, by name. ``now`` is a clock that never jumps."""

    def __init__(self, now: Callable[[], float] = monotonic) -> None:
        self._now = now
        self._leases: dict[str, Lease] = {}

    def __len__(self) -> int:
        return len(self._leases)

    def give(self, camera: Camera, operator: Operator, entry: int, since: float) -> Lease:
        """A new lease."""
        lease = Lease(secrets.token_urlsafe(24), camera, operator, entry, since, self._now() + LEASE_S)
        self._leases[lease.name] = lease
        return lease

    def find(self, name: str) -> Lease:
        """The lease of this name. Raises Refused (404) when it has ended."""
        lease = self._leases.get(name)
        if lease is None or self._is_over(lease):
            raise problems.not_found("lease of this name; open the camera again")
        return lease

    def renew(self, lease: Lease) -> None:
        """It is in use: its life begins anew."""
        lease.until = self._now() + LEASE_S

    def end(self, lease: Lease) -> None:
        """It is over, for those who watch as well."""
        lease.is_ended = True
        self._leases.pop(lease.name, None)

    def over(self) -> list[Lease]:
        """Those whose time has run out; they are ended by this."""
        over = [lease for lease in self._leases.values() if self._is_over(lease)]
        for lease in over:
            self.end(lease)
        return over

    def of(self, camera: str) -> list[Lease]:
        """Those of a camera."""
        return [lease for lease in self._leases.values() if lease.camera.id == camera]

    def held_by(self, operator: str) -> int:
        """How many an operator has."""
        return sum(lease.operator.id == operator for lease in self._leases.values())

    async def watch(
        self, lease: Lease, pieces: AsyncGenerator[Piece, None], is_over: Callable[[], bool] = lambda: False
    ) -> AsyncGenerator[Piece, None]:
        """``pieces`` for one viewer of a lease, which lives as long as somebody watches.

        They end with it, and when ``is_over`` says so.
        """
        lease.viewers += 1
        try:
            async for piece in pieces:
                if lease.is_ended or is_over():
                    return
                yield piece
        finally:
            lease.viewers -= 1
            self.renew(lease)
            await pieces.aclose()

    def _is_over(self, lease: Lease) -> bool:
        return lease.viewers == 0 and lease.until < self._now()
