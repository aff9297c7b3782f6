"""Where cameras stand, as columns: one array for each property, one entry for each camera."""

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from console.domain.cameras import CameraOwner, Consent, Integration, PlaceKind, reach_m
from console.domain.plane import Bools, Floats, Ints

OWNERS, INTEGRATIONS, CONSENTS, PLACE_KINDS = (
    list(CameraOwner),
    list(Integration),
    list(Consent),
    list(PlaceKind),
)
"""What the numbers in the columns mean."""

_PIXELS = np.array([1280, 1920, 2560, 3840])
_ANGLES = np.array([32, 45, 60, 78, 92, 108])


class Stands(Struct, frozen=True):
    """Columns of equal length. ``heading`` is degrees, ``edge`` of a drawn street or -1, ``site`` its number or -1."""

    x: Floats
    y: Floats
    heading: Ints
    view_angle: Ints
    reach: Ints
    owner: Ints
    integration: Ints
    consent: Ints
    place_kind: Ints
    edge: Ints
    site: Ints
    width_px: Ints
    is_ptz: Bools

    def __len__(self) -> int:
        return len(self.x)

    def taken(self, which: object) -> "Stands":
        """The entries that an index or mask picks."""
        return Stands(*(getattr(self, field)[which] for field in self.__struct_fields__))

    @staticmethod
    def joined(parts: "Sequence[Stands]") -> "Stands":
        """All entries of all parts, in order."""
        return Stands(*(np.concatenate([getattr(p, field) for p in parts]) for field in Stands.__struct_fields__))


def stands(
    rng: np.random.Generator,
    x: Floats,
    y: Floats,
    heading: Floats,
    *,
    owner: Ints | CameraOwner,
    integration: Ints | Integration,
    consent: Ints | Consent,
    place_kind: Ints | PlaceKind,
    edge: Ints | int = -1,
    site: Ints | int = -1,
    turning: float = 0.0,
) -> Stands:
    """Stands with lenses drawn by lot; ``heading`` in radians clockwise from north, single values hold for all.

    ``turning`` is the share of PTZ cameras; they are drawn apart, so that the city stays as it was without them.
    """
    size = len(x)
    angle = _ANGLES[rng.choice(len(_ANGLES), size, p=(0.06, 0.12, 0.2, 0.24, 0.26, 0.12))]
    pixels = _PIXELS[rng.choice(len(_PIXELS), size, p=(0.2, 0.5, 0.2, 0.1))]
    reach = pixels * np.array([reach_m(1, view) for view in _ANGLES])[np.searchsorted(_ANGLES, angle)]

    def column(value: Ints | CameraOwner | Integration | Consent | PlaceKind | int) -> Ints:
        if isinstance(value, np.ndarray):
            return value.astype(np.int64)
        return np.full(size, value if isinstance(value, int) else code(value), dtype=np.int64)

    return Stands(
        x,
        y,
        np.round(np.degrees(heading)).astype(np.int64) % 360,
        angle,
        np.round(reach).astype(np.int64),
        column(owner),
        column(integration),
        column(consent),
        column(place_kind),
        column(edge),
        column(site),
        pixels,
        rng.spawn(1)[0].random(size) < turning,
    )


def code(value: CameraOwner | Integration | Consent | PlaceKind) -> int:
    """The number that stands for a word in its column."""
    return list(type(value)).index(value)


def draw(rng: np.random.Generator, weights: Floats, count: int) -> Ints:
    """Indices of ``count`` different entries, each as likely as its weight (exponential keys; Efraimidis 2006)."""
    keys = rng.exponential(size=len(weights)) / np.maximum(weights, 1e-12)
    count = min(count, int((weights > 0).sum()))
    return np.sort(np.argpartition(keys, count - 1)[:count]) if count else np.zeros(0, dtype=np.int64)
