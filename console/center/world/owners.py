"""Owners of private cameras who withdraw what they had agreed to, now and then, and agree again after a while.

When it happens is the seed's; that it happens to a camera that somebody watches, where there is one, is so that it can
be seen.
"""

from random import Random

from console.center.signals import ConsentReport
from console.domain.cameras import Camera, CameraOwner, Consent, Integration
from console.domain.picture import Picture
from console.domain.registry import Registry

EVERY_S = 2_400.0
"""One withdrawal in so many seconds."""

FOR_S = (600.0, 1_800.0)
"""How long it lasts."""


class Owners:
    """What the owners of cameras tell."""

    def __init__(self, seed: int, registry: Registry) -> None:
        self._seed = seed
        self._cameras = {camera.id: camera for camera in registry.cameras if _is_asked(camera)}
        self._ids = list(self._cameras)
        self._told_until: float | None = None
        self._back: dict[str, float] = {}

    def step(self, now: float, picture: Picture) -> list[ConsentReport]:
        """What they told until ``now``. Those withdrawn in an earlier run of the center stay so."""
        since, self._told_until = self._told_until, now
        reports = [self._agreed(camera) for camera, at in list(self._back.items()) if at <= now]
        if since is not None and since < now and self._ids:
            for slot in range(int(since // EVERY_S), int(now // EVERY_S) + 1):
                chance = Random(f"{self._seed}/owners/{slot}")
                if since < slot * EVERY_S + chance.uniform(0, EVERY_S) <= now:
                    reports.append(self._withdrawn(chance, picture, now))
        return reports

    def _withdrawn(self, chance: Random, picture: Picture, now: float) -> ConsentReport:
        watched = sorted({v.camera for v in picture.viewings.values() if v.camera in self._cameras})
        camera = chance.choice(watched or self._ids)
        self._back[camera] = now + chance.uniform(*FOR_S)
        return ConsentReport(camera, Consent.WITHHELD, "The owner withdrew it by telephone.")

    def _agreed(self, camera: str) -> ConsentReport:
        del self._back[camera]
        return ConsentReport(camera, self._cameras[camera].consent, "The owner agreed again.")


def _is_asked(camera: Camera) -> bool:
    is_private = camera.owner in (CameraOwner.BUSINESS, CameraOwner.RESIDENTS)
    return is_private and camera.integration is Integration.INTEGRATED and camera.consent is Consent.GIVEN
