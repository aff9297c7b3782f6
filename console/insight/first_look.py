"""Which cameras a wall shows before anybody has chosen: near the heart of the city, each of another kind."""

from collections.abc import Iterable

from console.domain.cameras import Camera, Consent, PlaceKind

HEART = (76.9458, 43.2389)
"""Republic Square, longitude and latitude."""

KINDS = (
    PlaceKind.CROSSING,
    PlaceKind.STATION,
    PlaceKind.MARKET,
    PlaceKind.UNDERPASS,
    PlaceKind.SCHOOL,
    PlaceKind.PARK,
    PlaceKind.STREET,
    PlaceKind.HOSPITAL,
    PlaceKind.PARKING,
    PlaceKind.YARD,
    PlaceKind.AIRPORT,
    PlaceKind.SHOP,
)
"""The order in which kinds of places are shown: the busiest first."""


def first_look(cameras: Iterable[Camera], count: int) -> list[str]:
    """Ids of up to ``count`` cameras that can be opened without a reason, the nearest of each kind in turn."""
    near: dict[PlaceKind, tuple[float, str]] = {}
    for camera in cameras:
        if camera.consent in (Consent.NOT_NEEDED, Consent.GIVEN) and camera.can_be_opened:
            rank = (abs(camera.lon - HEART[0]) + abs(camera.lat - HEART[1]), camera.id)
            if camera.place_kind not in near or rank < near[camera.place_kind]:
                near[camera.place_kind] = rank
    return [near[kind][1] for kind in KINDS if kind in near][:count]
