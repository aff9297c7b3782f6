"""Things of the registry that the map cannot show: they have no place on Earth, or one far from the city.

A register of 150,000 devices holds some whose numbers are swapped, or 0. Whoever looks at the map must know that it is
not all.
"""

from collections.abc import Mapping, Sequence
from typing import Protocol

import numpy as np
from msgspec import Struct

from console.domain.geo import CITY_BOUNDS, SHOWN_AROUND
from console.domain.mercator import to_world
from console.domain.registry import Registry
from console.language import ngettext
from console.state.points import Layer, Points

NAMED_AT_MOST = 200


class Thing(Protocol):
    """Anything of the registry."""

    @property
    def id(self) -> str: ...  # noqa: D102


class Astray(Struct, frozen=True):
    """How many things are not on the map, and the ids of the first of them."""

    count: int
    ids: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """What the operator is told; "" where nothing is astray."""
        text = ngettext(
            "{n} device or site of the registry cannot be seen on the map: its place is missing or far from the city.",
            "{n} devices and sites of the registry cannot be seen on the map: their places are missing or far away.",
            self.count,
        )
        return text.format(n=self.count) if self.count else ""


def astray(registry: Registry, points: Mapping[Layer, Points]) -> Astray:
    """What of the registry is not among the points, or lies off the map."""
    kinds: tuple[Sequence[Thing], ...] = (
        registry.cameras,
        registry.buttons,
        registry.sites,
        registry.lighting,
        registry.service_centers,
    )
    far = [layer.ids[row] for layer in points.values() for row in _far(layer)]
    missing: list[str] = []
    if sum(map(len, points.values())) < sum(map(len, kinds)):
        there = {thing for layer in points.values() for thing in layer.ids}
        missing = [thing.id for things in kinds for thing in things if thing.id not in there]
    found = [*missing, *far]
    return Astray(len(found), tuple(found[:NAMED_AT_MOST]))


def _far(points: Points) -> list[int]:
    west, south, east, north = CITY_BOUNDS
    around = SHOWN_AROUND
    (left, right), (top, bottom) = to_world(
        np.array([west - around, east + around]), np.array([north + around, south - around])
    )
    inside = (points.x > left) & (points.x < right) & (points.y > top) & (points.y < bottom)
    rows: list[int] = np.flatnonzero(~inside).tolist()
    return rows
